// One question of a store, for whoever does not keep it open.

import type { LogStore } from "@clew/log";
import { logName, type Progress, type UnusedLines } from "../input/index.js";
import { DuckDbStore } from "./answers/index.js";
import { type Leave, openUpToDate } from "./up-to-date.js";

/** Asks the store of logs, which is made or read on first where it has to be; nobody else is kept from it for longer. */
export async function askStore<Answer>(
  names: readonly string[],
  options: { readonly progress?: Progress },
  ask: (store: LogStore, unused: UnusedLines) => Promise<Answer>,
): Promise<Answer> {
  const leave: Leave = [];
  try {
    const { database, state, unused } = await openUpToDate(names, options, leave);
    return await ask(new DuckDbStore(database, logName(names), state), unused);
  } finally {
    for (const undo of leave.reverse()) await undo();
  }
}
