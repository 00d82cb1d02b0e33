/**
 * Where monitors listen: a socket named by the process, in a folder that only its user may enter. Whoever could connect
 * could cancel, so a folder that anybody else owns or may enter is refused.
 */

import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { MonitorError } from "../observe/index.js";

const PIPES = "\\\\.\\pipe\\";
const PIPE_PREFIX = "clew-monitor-";

/** The kernel's limit of a socket's path is 108 bytes on Linux and 104 on macOS, with its closing zero. */
const MOST_BYTES = 103;

/** The address of this process's monitor; makes its folder. */
export function ownAddress(): string {
  if (process.platform === "win32") return `${PIPES}${PIPE_PREFIX}${process.pid}`;
  const folder = monitorFolder();
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw new MonitorError(`its folder ${folder} cannot be made; give an address in a folder of yours`, error);
    }
  }
  const { uid, mode } = lstatSync(folder);
  if (uid !== userInfo().uid || (mode & 0o170077) !== 0o040000) {
    throw new MonitorError(
      `${folder} is no folder that only this user may enter; remove it, or set XDG_RUNTIME_DIR to a folder of yours`,
    );
  }
  return join(folder, `${process.pid}.sock`);
}

/** Throws where no socket can have this address. */
export function checkAddress(address: string): void {
  const bytes = Buffer.byteLength(address);
  if (process.platform === "win32" || bytes <= MOST_BYTES) return;
  throw new MonitorError(
    `its address ${address} has ${bytes} bytes, and a socket's may have ${MOST_BYTES}; give a shorter one`,
  );
}

/** See the portable `listMonitors`, which says what this does. */
export function listMonitors(): readonly { readonly pid: number; readonly address: string }[] {
  const isWindows = process.platform === "win32";
  const folder = isWindows ? PIPES : monitorFolder();
  const pattern = isWindows ? /^clew-monitor-(\d+)$/ : /^(\d+)\.sock$/;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .flatMap((name) => {
      const pid = pattern.exec(name)?.[1];
      return pid === undefined ? [] : [{ pid: Number(pid), address: isWindows ? folder + name : join(folder, name) }];
    })
    .sort((a, b) => a.pid - b.pid);
}

function monitorFolder(): string {
  const { XDG_RUNTIME_DIR: runtime } = process.env;
  return runtime?.startsWith("/") ? join(runtime, "clew") : join(tmpdir(), `clew-${userInfo().uid}`);
}
