import type { LogStore, LogSummary, TaskQuery } from "@clew/log";

/** A log that a server shows. */
export interface ShownLog {
  readonly store: LogStore;
  /** The summary of the store, with what only the server knows: the name, and that the log is followed. */
  summary(): Promise<LogSummary>;
  readonly explanations: Explanations;
  readonly recordings: readonly Recording[];
}

/** The answers to the three questions, as the text of JSON. */
export interface Explanations {
  why(query: TaskQuery): Promise<string>;
  slow(query: TaskQuery): Promise<string>;
  origin(taskUuid: string): Promise<string>;
  diff(taskUuidA: string, taskUuidB: string): Promise<string>;
}

/** A file that the page shows beside the log. The page asks for it by its id, which says nothing of where it is. */
export interface Recording {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  read(): Promise<string>;
}
