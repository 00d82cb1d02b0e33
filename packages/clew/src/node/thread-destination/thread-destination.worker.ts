/**
 * What runs in the thread of a `threadDestination`: it makes the destination out of its file, gives it one line after
 * another, and waits for each. Nothing that the destination does ends the thread.
 */

import { parentPort, workerData } from "node:worker_threads";
import type { Destination, LineDestination, MessageDestination } from "../../record/index.js";
import { decodeJson, describeThrown, type Message } from "../../wire/index.js";
import { ThreadCounts } from "./thread-counts.js";
import type { DestinationThreadData, FromThread, ToThread } from "./thread-messages.js";

if (parentPort === null) {
  throw new Error("Cannot run destination-thread by itself: it is what threadDestination runs in its thread");
}
const port = parentPort;
const { module, data, shared } = workerData as DestinationThreadData;
const counts = new ThreadCounts(shared);
const made = make();
// Told of by the thread's end.
made.catch((error: unknown) => {
  throw error;
});

let queue: Promise<void> = Promise.resolve();
port.on("message", (message: ToThread) => {
  queue = queue.then(() => handle(message));
});

async function make(): Promise<Exclude<Destination, (message: Message) => unknown>> {
  const { default: create } = (await import(module)) as { readonly default?: unknown };
  if (typeof create !== "function") {
    throw new TypeError(`Cannot make a destination of ${module}: export default (data) => destination`);
  }
  const destination = (await create(data)) as Destination;
  return typeof destination === "function" ? { write: destination } : destination;
}

async function handle(message: ToThread): Promise<void> {
  const destination = await made;
  if (message.kind === "lines") {
    for (const line of message.text.split(/(?<=\n)/)) await write(destination, line);
    return;
  }
  try {
    await destination.flush?.();
    if (message.kind === "close") await destination.close?.();
  } catch (error) {
    fail(`cannot ${message.kind}: ${describeThrown(error)}`);
  }
  counts.flushed();
  if (message.kind === "close") end();
  else port.postMessage({ kind: "flushed" } satisfies FromThread);
}

function end(): void {
  // Declared for Node; Deno's has none.
  const { close }: Partial<typeof port> = port;
  if (close === undefined) process.exit(0);
  port.close();
}

async function write(destination: Partial<LineDestination & MessageDestination>, line: string): Promise<void> {
  let isWritten = true;
  try {
    if (destination.writeLine !== undefined) await destination.writeLine(line);
    else await destination.write?.(decodeJson(line) as Message);
  } catch (error) {
    isWritten = false;
    fail(describeThrown(error));
  }
  counts.handled(line, isWritten);
}

function fail(reason: string): void {
  port.postMessage({ kind: "failed", reason } satisfies FromThread);
}
