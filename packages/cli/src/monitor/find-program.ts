/** The program to attach to: by its process id, by the path of its socket, or as the only one that there is. */

import { rmSync } from "node:fs";
import { listMonitors } from "clew/observe";
import { AttachError } from "./attach-error.js";
import { type Connection, connect } from "./connection.js";

const HOW_TO_START =
  'start it with CLEW_MONITOR=1 and import "clew/auto" in it, or call startMonitor() of clew/observe';

/** Attaches to the program of a process id or a socket. */
export async function attach(program: string): Promise<Connection> {
  if (!/^\d+$/.test(program)) return connectTo(program);
  const found = listMonitors().find(({ pid }) => pid === Number(program));
  if (found !== undefined) return connectTo(found.address, found.pid);
  switch (stateOf(Number(program))) {
    case "gone":
      throw new AttachError(
        `There is no process ${program}; clew monitor without one lists those that can be attached to`,
      );
    case "foreign":
      throw new AttachError(
        `Process ${program} is another user's, and a monitor answers its own user only; run this as that user`,
      );
    case "alive":
      throw new AttachError(`Process ${program} has no monitor of this user's: ${HOW_TO_START}`);
  }
}

/** All that can be attached to, attached. What was left behind by processes that were killed is removed. */
export async function attachToAll(): Promise<readonly Connection[]> {
  const all = await Promise.all(
    listMonitors().map(async ({ pid, address }) => {
      try {
        return [await connect(address)];
      } catch (error) {
        if (isRefused(error) && stateOf(pid) === "gone") removeLeft(address);
        return [];
      }
    }),
  );
  return all.flat();
}

/** The message where no program is found. */
export function nobody(): AttachError {
  return new AttachError(`No program of this user has a monitor: ${HOW_TO_START}`);
}

async function connectTo(address: string, pid?: number): Promise<Connection> {
  try {
    return await connect(address);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const what = pid === undefined ? `the socket ${address}` : `process ${pid}`;
    if (code === "EACCES" || code === "EPERM") {
      throw new AttachError(`Cannot attach to ${what}: this user may not; run this as the program's user`);
    }
    if (code === "ENOENT") throw new AttachError(`Cannot attach to ${what}: there is no such socket; check its path`);
    if (code === "ENOTSOCK") throw new AttachError(`Cannot attach to ${what}: it is no socket`);
    if (isRefused(error)) {
      throw new AttachError(`Cannot attach to ${what}: nobody listens there; the program has ended without a goodbye`);
    }
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ECONNREFUSED";
}

function removeLeft(address: string): void {
  if (process.platform !== "win32") rmSync(address, { force: true });
}

function stateOf(pid: number): "alive" | "foreign" | "gone" {
  try {
    process.kill(pid, 0);
    return "alive";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "foreign" : "gone";
  }
}
