import type { CountedTasks, LogStore, LogSummary, TaskQuery, Way } from "@clew/log";

/** A log that a server shows. */
export interface ShownLog {
  readonly store: LogStore;
  /** The summary of the store, with what only the server knows: the name, and that the log is followed. */
  summary(): Promise<LogSummary>;
  readonly explanations: Explanations;
  readonly recordings: readonly Recording[];
}

/** The answers to the questions that read whole tasks, as the text of JSON. */
export interface Explanations {
  /** A page is about to be opened: what it asks first is worked out before it does. */
  expectPage(): void;
  /** With a sample, of so many of the tasks. */
  why(query: TaskQuery, sample?: number): Promise<string>;
  slow(query: TaskQuery, sample?: number): Promise<string>;
  /** What made tasks take a way: one, or what a filter in the words of the command matches. */
  path(way: Way | string): Promise<string>;
  origin(taskUuid: string): Promise<string>;
  diff(taskUuidA: string, taskUuidB: string): Promise<string>;
  apart(these: TaskQuery, among: TaskQuery, sample?: number): Promise<string>;
  compare(a: TaskQuery, b: TaskQuery): Promise<string>;
  /** The query as a store is asked it: with the uuids of the tasks that failed like one, or that a comparison counts. */
  told(query: TaskQuery): Promise<TaskQuery>;
  /** The log with its baseline, where it is one of the two. */
  readonly pair?: LogPair | undefined;
}

/** A log that is shown, and the one that it is compared with. */
export interface LogPair {
  readonly baseline: ShownLog;
  readonly names: { readonly baseline: string; readonly log: string };
  /** The text of `clew diff BASELINE LOG --json`. */
  text(): Promise<string>;
  /** The tasks behind its figures. */
  counted(): Promise<CountedTasks>;
}

/** A file that the page shows beside the log. The page asks for it by its id, which says nothing of where it is. */
export interface Recording {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  read(): Promise<string>;
}
