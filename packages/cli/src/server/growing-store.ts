import type { LogStore } from "@clew/log";
import type { LogBytes } from "./explanations.js";

/** What a look at the files of a log came to. */
export interface Refreshed {
  readonly kind: "unchanged" | "grown" | "rebuilt";
  /** The tasks that have changed, the first thousand of them. */
  readonly taskUuids: readonly string[];
  readonly moreTasks: boolean;
}

/** A store of a log that may grow. */
export interface GrowingStore extends LogStore {
  /** Where an explanation reads the log; the files, if not given. */
  bytes?(): LogBytes;
  /** Reads what was written since. */
  refresh(): Promise<Refreshed>;
  close(): Promise<void>;
}
