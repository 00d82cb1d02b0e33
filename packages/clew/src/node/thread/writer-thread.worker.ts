/** What runs in the writer thread of a log file: it sleeps until there is something in the ring, and writes it. */

import { parentPort, workerData } from "node:worker_threads";
import { nodeFileSystem } from "../file-system.js";
import { LogRing } from "./log-ring.js";
import { RingDrain } from "./ring-drain.js";
import type { FromWriterThread, WriterThreadData } from "./writer-thread.main.js";

if (parentPort === null) {
  throw new Error('Cannot run file-thread by itself: it is what toFile runs in its thread in mode "thread"');
}
const port = parentPort;
const { shared, target, options } = workerData as WriterThreadData;
const ring = new LogRing(shared);
const tell = (message: FromWriterThread): void => port.postMessage(message);
const writer = new RingDrain(ring, target, options, nodeFileSystem, () => tell("moved"));
// However it ends, the main thread need not wait for it.
process.on("exit", () => {
  ring.isThreads = false;
});
tell("ready");
while (!ring.isStopping && !writer.isGone) {
  const { calls } = ring;
  const waitMs = ring.isThreads ? writer.step() : Number.POSITIVE_INFINITY;
  if (!ring.isStopping && waitMs > 0) ring.sleepUntilCalled(calls, waitMs);
}
writer.close();
ring.isThreads = false;
