// Asks a service as many clients do, and judges the log that it wrote.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, get } from "node:http";

/** Starts a service; resolves when it listens. */
export function startService(command, args, env) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    cwd: import.meta.dirname ?? process.cwd(),
  });
  child.said = "";
  child.stderr.on("data", (data) => {
    child.said += data;
  });
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => {
      const port = /READY (\d+)/.exec(data)?.[1];
      if (port) resolve({ child, port: +port });
    });
    child.once("exit", (code) => reject(new Error(`the service ended with ${code}: ${child.said}`)));
    child.once("error", reject);
  });
}

export function endService({ child }) {
  return new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill();
  });
}

/** Asks `count` requests, `atOnce` at a time. Every seventh of ten goes away after 150 ms. */
export async function askAll(port, count, atOnce, host = "127.0.0.1") {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const codes = {};
  const tell = (code) => {
    codes[code] = (codes[code] ?? 0) + 1;
  };
  let next = 0;
  let gone = 0;
  const client = async () => {
    while (next < count) {
      const id = next++;
      await new Promise((resolve) => {
        const request = get({ port, host, path: `/orders/${id}?token=secret-of-${id}`, agent }, (response) => {
          response.resume();
          response.once("close", resolve);
          tell(response.statusCode);
        });
        request.once("error", () => {
          gone++;
          resolve();
        });
        if (id % 10 === 7) setTimeout(() => request.destroy(), 150);
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  agent.destroy();
  return { codes, gone };
}

export function readLog(file) {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** Every open action in a log has ended: waits for it, for the log is written while we look. */
export async function settled(file) {
  for (let i = 0; i < 100; i++) {
    try {
      const lines = readLog(file).filter(({ action_type }) => action_type === "http.request");
      if (
        lines.length > 0 &&
        lines.filter(({ action_status }) => action_status === "started").length * 2 === lines.length
      )
        return;
    } catch {
      // Half a line.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** How the requests of a log ended, and which of them hold what is another's. */
export function judge(lines) {
  const tasks = new Map();
  for (const line of lines) tasks.set(line.task_uuid, [...(tasks.get(line.task_uuid) ?? []), line]);
  const told = {
    requests: 0,
    ok: 0,
    late: 0,
    thrown: 0,
    unknown: 0,
    aborted: 0,
    unfinished: 0,
    mixed: 0,
    others: 0,
    routes: {},
    children: {},
  };
  for (const messages of tasks.values()) {
    const start = messages.find(
      ({ action_type, action_status }) => action_type === "http.request" && action_status === "started",
    );
    if (start === undefined) {
      told.others++;
      continue;
    }
    // One that was asked before the others, to have everything loaded.
    if (start.path === "/first") continue;
    told.requests += messages.filter(
      ({ action_type, action_status }) => action_type === "http.request" && action_status === "started",
    ).length;
    const id = /\d+/.exec(start.path)?.[0];
    // Whatever names an id in this tree names this request's.
    const named = messages.flatMap(({ id, sql, args, command, path, url }) => [
      id,
      /^select (\d+) as/i.exec(sql ?? "")?.[1],
      /\bk(\d+)\b/.exec(`${args ?? ""} ${command ?? ""}`)?.[1],
      /orders\/(\d+)/.exec(path ?? url ?? "")?.[1],
    ]);
    if (named.some((other) => other !== undefined && String(other) !== id)) told.mixed++;
    const end = messages.find(
      ({ task_level, action_type, action_status }) =>
        action_type === "http.request" && action_status !== "started" && task_level.length === start.task_level.length,
    );
    const kinds = messages
      .filter(({ action_status, action_type }) => action_status === "started" && action_type !== "http.request")
      .map(({ action_type }) => action_type)
      .sort()
      .join();
    told.children[kinds] = (told.children[kinds] ?? 0) + 1;
    told.routes[end?.route] = (told.routes[end?.route] ?? 0) + 1;
    if (end === undefined) told.unfinished++;
    else if (end.action_status === "succeeded") {
      told.ok++;
      // Its client went away, and was answered before the server could hear of that.
      if (id % 10 === 7) told.late++;
    } else if (end.exception === "clew:Aborted" && end.clew_cancel_source === "peer") told.aborted++;
    else if (end.reason === `sold out ${id}` && end.status === 500) told.thrown++;
    else told.unknown++;
  }
  return told;
}
