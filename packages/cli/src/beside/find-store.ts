import { stat } from "node:fs/promises";
import { findSources, type Source } from "../input/index.js";
import { storePathOf } from "./store-path.js";

/** A store that lies beside its log; what is in it was not looked at. */
export interface FoundStore {
  readonly path: string;
  /** The files of the log. */
  readonly sources: readonly Source[];
}

/** Finds the store of logs; `undefined` where there is none, or one of them can be read once only. */
export async function findStore(names: readonly string[]): Promise<FoundStore | undefined> {
  const sources = await findSources(names);
  if (sources.some((source) => !source.isRereadable)) return undefined;
  const files = sources.map(({ name }) => name);
  const path = await storePathOf(names, files);
  return (await isFile(path)) ? { path, sources } : undefined;
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
