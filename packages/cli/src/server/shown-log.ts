import type { LogStore, LogSummary, TaskQuery, Way } from "@clew/log";

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
  /** With a sample, of so many of the tasks. */
  why(query: TaskQuery, sample?: number): Promise<string>;
  slow(query: TaskQuery, sample?: number): Promise<string>;
  /** What made tasks take a way: one, or what a filter in the words of the command matches. */
  path(way: Way | string): Promise<string>;
  origin(taskUuid: string): Promise<string>;
  diff(taskUuidA: string, taskUuidB: string): Promise<string>;
  apart(these: TaskQuery, among: TaskQuery, sample?: number): Promise<string>;
  compare(a: TaskQuery, b: TaskQuery): Promise<string>;
  /** The query as a store is asked it: with the uuids of the tasks that failed like one. */
  told(query: TaskQuery): Promise<TaskQuery>;
}

/** A file that the page shows beside the log. The page asks for it by its id, which says nothing of where it is. */
export interface Recording {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  read(): Promise<string>;
}
