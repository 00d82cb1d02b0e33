// What a page asks of a log. The same questions are answered by a server out of its store, and by the memory of a browser
// that holds an exported page: the page does not know which. All answers are plain data that JSON can carry.

import type { TaskLevel } from "clew/parse";

/** What a store can answer of a log by itself. */
export interface LogStore {
  summary(): Promise<LogSummary>;
  /** The tasks that match, in the order asked for, a page of them. */
  tasks(query: TaskQuery, page: PageRequest): Promise<TaskPage>;
  /** What the matching tasks could be narrowed by. */
  facets(query: TaskQuery): Promise<Facets>;
  /** The matching tasks over the time in which they began. */
  histogram(query: TaskQuery, buckets: number): Promise<Histogram>;
  /** The first messages, by time, in which a text stands, in any case. */
  search(text: string, limit: number): Promise<readonly SearchHit[]>;
  /** Numbers for each type of action, those that took most time of their own first. */
  types(): Promise<readonly TypeNumbers[]>;
  /**
   * The messages of a task as lines of the log, exactly as they were written, in order of arrival; empty where there is
   * no such task. The page makes its tree of them with clew/parse.
   */
  taskLines(taskUuid: string): Promise<string>;
}

/** A file in the form of trio-vis's `sc-logs.json` that was opened beside a log; its id is good for one run. */
export interface ScopeRecording {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/** A log as the page sees it: a store, the answers to the three questions, and news of its growth. */
export interface LogSource extends LogStore {
  /** The forms of `clew why --json`, `clew slow --json` and `clew diff --json`. */
  why(): Promise<unknown>;
  slow(): Promise<unknown>;
  /** Compares two tasks of the log. */
  diff(taskUuidA: string, taskUuidB: string): Promise<unknown>;
  /** The recordings of scopes that were opened beside the log, and the text of one; where there can be any. */
  recordings?(): Promise<readonly ScopeRecording[]>;
  recording?(id: string): Promise<string>;
  /** Calls back with what has changed, until the function it gives is called. A log that cannot grow never calls. */
  follow(onNews: (news: LogNews) => void): () => void;
}

export interface LogSummary {
  /** What to call the log: the names of its files. */
  readonly name: string;
  readonly messages: number;
  readonly tasks: number;
  readonly failedTasks: number;
  /** Lines that could not be used. */
  readonly unusedLines: number;
  /** Seconds since the Unix epoch; `null` where the log is empty. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Whether the log is followed while it grows. */
  readonly live: boolean;
}

export type TaskStatus = "succeeded" | "failed" | "incomplete";

/** Which tasks. What is left out does not narrow; everything that is there must hold. */
export interface TaskQuery {
  /** A text that stands in one of the task's messages, in any case: type, field names, values, uuid. */
  readonly text?: string;
  /** Types of the root: one of them. */
  readonly types?: readonly string[];
  readonly statuses?: readonly TaskStatus[];
  /** Values of fields of the root's start; each must hold. Values are compared as text: strings as they are, others as JSON. */
  readonly fields?: readonly FieldValue[];
  /** When the task began, in seconds since the Unix epoch: from (included) to (excluded). */
  readonly from?: number;
  readonly to?: number;
  readonly minDurationSeconds?: number;
}

export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

export interface PageRequest {
  readonly sort: "time" | "duration" | "messages" | "type";
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface TaskPage {
  /** How many match, on all pages. */
  readonly total: number;
  readonly rows: readonly TaskRow[];
}

export interface TaskRow {
  readonly taskUuid: string;
  /** The type of its root action, or of its only message; empty where neither was read. */
  readonly type: string;
  readonly status: TaskStatus;
  readonly startTime: number;
  /** Seconds; `null` where the task has not ended, or was not read whole. */
  readonly duration: number | null;
  readonly messages: number;
  /** Actions in it that failed, handled ones included. */
  readonly failures: number;
  /** Of the root, where it failed. */
  readonly exception: string | null;
  readonly reason: string | null;
  /** The root's first fields as short text, `name=value`, for a line of a list. */
  readonly about: string;
}

export interface Facets {
  readonly types: readonly FacetValue[];
  readonly statuses: readonly FacetValue[];
  /** The fields of the roots' starts that have few enough values to choose from, the most useful first. */
  readonly fields: readonly { readonly field: string; readonly values: readonly FacetValue[] }[];
}

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly buckets: readonly { readonly count: number; readonly failed: number }[];
}

export interface SearchHit {
  readonly taskUuid: string;
  readonly taskLevel: TaskLevel;
  readonly timestamp: number;
  readonly type: string;
  /** The piece of the line in which the text stands. */
  readonly excerpt: string;
}

export interface TypeNumbers {
  readonly actionType: string;
  readonly count: number;
  readonly failed: number;
  readonly incomplete: number;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly p99Seconds: number | null;
  readonly selfSeconds: number | null;
}

/** What a log that grows tells its pages. */
export type LogNews =
  /** The log was read further; `taskUuids` are the tasks that have changed, the first thousand of them. */
  | {
      readonly kind: "grown";
      readonly summary: LogSummary;
      readonly taskUuids: readonly string[];
      readonly moreTasks: boolean;
    }
  /** So many news were left out because the page fell behind: what it shows must be asked for anew. */
  | { readonly kind: "gap"; readonly missed: number }
  | { readonly kind: "connection"; readonly state: "open" | "lost" };
