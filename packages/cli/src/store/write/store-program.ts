// The thread of `StoreThread`: makes a store, and writes what it is told.

import { on } from "node:events";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { LineBlock } from "../../input/index.js";
import { StoreError } from "../database/index.js";
import { createEmptyStore, NOTHING_READ, type StoreState } from "../tables/index.js";
import type { FromThread, ToThread } from "./store-thread.js";
import { StoreWriter } from "./store-writer.js";

const port = parentPort as MessagePort;
const say = (said: FromThread) => port.postMessage(said);

async function write(path: string, told: AsyncIterable<readonly ToThread[]>): Promise<void> {
  const database = await createEmptyStore(path);
  try {
    const writer = await StoreWriter.begin(database, NOTHING_READ);
    try {
      say({ kind: "ended", state: await writeAll(writer, told) });
    } finally {
      writer.close();
    }
  } finally {
    database.close();
  }
}

async function writeAll(writer: StoreWriter, told: AsyncIterable<readonly ToThread[]>): Promise<StoreState> {
  for await (const [message] of told) {
    if (message?.kind === "end") return writer.end(message.read);
    if (message?.kind === "tasks") writer.tasks(message.values);
    if (message?.kind !== "lines") continue;
    const { bytes, firstLine, isAscii } = message;
    await writer.lines(new LineBlock(Buffer.from(bytes.buffer), firstLine, isAscii));
    say({ kind: "written", bytes: bytes.length });
  }
  throw new Error("Nobody said that the log has ended");
}

try {
  await write(workerData as string, on(port, "message"));
} catch (error) {
  const code = error instanceof StoreError ? error.code : undefined;
  say({ kind: "failed", code, message: error instanceof Error ? error.message : String(error) });
}
port.close();
