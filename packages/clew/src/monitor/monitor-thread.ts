/**
 * What runs in the monitor's thread: it listens, and answers whoever attaches, whatever the program does meanwhile.
 */

import { chmodSync, lstatSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { MONITOR_PROTOCOL, type MonitorGreeting, type MonitorNews } from "../observe/index.js";
import { describeThrown } from "../wire/index.js";
import { MonitorClient, newsOf } from "./monitor-client.js";
import { ProgramLink } from "./program-link.js";
import { type Block, Pulse } from "./pulse.js";
import type { FromProgram, FromThread, MonitorThreadData } from "./thread-protocol.js";

if (parentPort === null) {
  throw new Error("Cannot run monitor-thread by itself: it is what startMonitor runs in its thread");
}
const port = parentPort;
const data = workerData as MonitorThreadData;
const clients = new Set<MonitorClient>();
const link = new ProgramLink(data, (id, question) => post({ kind: "ask", id, question }));
const pulse = new Pulse(link, tellBlocked);
const greeting: MonitorGreeting = {
  clew: "monitor",
  protocol: MONITOR_PROTOCOL,
  pid: process.pid,
  program: data.program,
  runtime: `Node ${process.versions.node}`,
  startedAt: data.timeOrigin,
};

port.on("message", (message: FromProgram) => {
  if (message.kind === "answer") link.answered(message.id, message.answer);
  else tellAll(message);
});

const server = createServer((socket) => {
  const client = new MonitorClient(socket, link, greeting, tellFollowing);
  clients.add(client);
  pulse.start();
  socket.once("close", () => {
    clients.delete(client);
    tellFollowing();
    if (clients.size === 0) pulse.stop();
  });
});
server.on("error", (error) => post({ kind: "failed", reason: describeThrown(error) }));
removeStale(data.address).then(
  () => listen(server),
  (error: unknown) => post({ kind: "failed", reason: describeThrown(error) }),
);

function listen(server: Server): void {
  server.listen(data.address, () => {
    // The folder keeps others out; so does this where somebody else's folder was given.
    if (process.platform !== "win32") chmodSync(data.address, 0o600);
    post({ kind: "listening" });
  });
}

/** Removes the socket of a process that was killed, and nothing else. */
async function removeStale(address: string): Promise<void> {
  const stats = lstatSync(address, { throwIfNoEntry: false });
  if (stats === undefined || process.platform === "win32") return;
  if (!stats.isSocket()) throw new Error(`${address} is there already, and is no socket`);
  const isAnswered = await new Promise<boolean>((resolve) => {
    const socket = connect(address, () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
  if (isAnswered) throw new Error(`another process listens at ${address}`);
  rmSync(address);
}

let wasFollowed = false;

function tellFollowing(): void {
  const isOn = [...clients].some(({ isFollowing }) => isFollowing);
  if (isOn !== wasFollowed) post({ kind: "follow", isOn });
  wasFollowed = isOn;
}

function tellBlocked({ ms, ...who }: Block): void {
  if (who.member !== 0) post({ kind: "held", member: who.member, ms });
  tellAll(newsOf({ at: performance.timeOrigin + performance.now(), event: "loopBlocked", ...who, ms }));
}

function tellAll(news: MonitorNews): void {
  for (const client of clients) client.tell(news);
}

function post(message: FromThread): void {
  port.postMessage(message);
}
