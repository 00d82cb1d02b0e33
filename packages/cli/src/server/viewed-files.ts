// Files that the arguments of `clew view` name: logs, recordings of scopes beside them, and pipes.

import { findSources, logName, type Source } from "../input/index.js";
import { recordingIn } from "./recordings.js";
import type { Recording } from "./shown-log.js";
import { openSpoolFile } from "./spool-file.js";

export interface ViewedFiles {
  readonly logs: readonly Source[];
  readonly recordings: readonly Recording[];
  /** The common name of the logs. */
  readonly name: string;
  close(): Promise<void>;
}

/** Throws an `InputError` for what is not there. */
export async function openViewedFiles(names: readonly string[]): Promise<ViewedFiles> {
  const logs: Source[] = [];
  const logNames: string[] = [];
  const recordings: Recording[] = [];
  const closing: (() => Promise<void>)[] = [];
  for (const source of await findSources(names)) {
    const recording = source.isRereadable ? await recordingIn(source.name) : undefined;
    if (recording !== undefined) {
      recordings.push(recording);
      continue;
    }
    logNames.push(source.name);
    if (source.isRereadable) logs.push(source);
    else {
      const spool = await openSpoolFile(source);
      closing.push(spool.close);
      logs.push(...(await findSources([spool.path])));
    }
  }
  return {
    logs,
    recordings,
    name: logName(logNames.length > 0 ? logNames : recordings.map(({ name }) => name)),
    close: async () => {
      for (const close of closing) await close();
    },
  };
}
