// The state of the files of a log: an answer of one state holds as long as it is the same. The rule is that of the store.

import { stat } from "node:fs/promises";
import { findSources } from "../input/index.js";

export interface LogState {
  /** The names of the files, as they were found. */
  readonly files: readonly string[];
  /** The sentences on files of folders that are left out. */
  readonly told: readonly string[];
  /** Another text for each state. */
  readonly text: string;
}

/** Looks at the files that the arguments name; `undefined` where one of them can be read once only. */
export async function stateOf(names: readonly string[]): Promise<LogState | undefined> {
  const told: string[] = [];
  const sources = await findSources(names, (sentence) => void told.push(sentence));
  if (sources.some(({ isRereadable }) => !isRereadable)) return undefined;
  const files = sources.map(({ name }) => name);
  const states = await Promise.all(files.map((file) => stat(file))).catch(() => undefined);
  // One was taken away just now; whoever reads it says so.
  if (states === undefined) return undefined;
  return { files, told, text: JSON.stringify(states.map(({ dev, ino, size, mtimeMs }) => [dev, ino, size, mtimeMs])) };
}
