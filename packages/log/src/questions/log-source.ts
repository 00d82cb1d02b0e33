// A log that can be asked. The same questions are answered by a server out of its store, and by the memory of a browser
// that holds an exported page: who asks does not know which. All answers are plain data that JSON can carry.

import type {
  ApartAnswer,
  DiffAnswer,
  Facets,
  FieldName,
  Heatmap,
  Histogram,
  LogSummary,
  PathAnswer,
  PlaceAnswer,
  SearchHit,
  SlowAnswer,
  TaskGroups,
  TaskPage,
  TaskRow,
  TypeNumbers,
  WhyAnswer,
} from "../answers/index.js";
import type { LogNews } from "./log-news.js";
import type { PageRequest, TaskQuery } from "./task-query.js";
import type { Way } from "./way.js";

/** The questions that a store answers by itself. */
export interface LogStore {
  summary(): Promise<LogSummary>;
  /** The tasks that match, in the order asked for, a page of them. */
  tasks(query: TaskQuery, page: PageRequest): Promise<TaskPage>;
  /** The choices by which the matching tasks could be narrowed. */
  facets(query: TaskQuery): Promise<Facets>;
  /** The matching tasks over the time in which they began. */
  histogram(query: TaskQuery, buckets: number): Promise<Histogram>;
  /** The matching tasks that have ended, over the time in which they began and by how long they took. */
  heatmap(query: TaskQuery, columns: number): Promise<Heatmap>;
  /** The matching tasks by the values of a field, which is named as in a query; or by `type` or `status`. */
  groups(query: TaskQuery, field: string): Promise<TaskGroups>;
  /** The names of the fields in all records, the most frequent first. */
  fieldNames(): Promise<readonly FieldName[]>;
  /** Of the tasks of the same type that succeeded, near to this one in time, the one with most fields as it has them. */
  nearest(taskUuid: string): Promise<TaskRow | null>;
  /** The uuids of the tasks that match. */
  taskUuids(query: TaskQuery): Promise<readonly string[]>;
  /** Those at these places in that list, rising; of a store that finds them without making all of it. */
  taskUuidsAt?(query: TaskQuery, places: readonly number[]): Promise<readonly string[]>;
  /** The first messages, by time, in which a text stands, in any case; with a query, of the tasks that match it. */
  search(text: string, limit: number, query?: TaskQuery): Promise<readonly SearchHit[]>;
  /** Numbers for each type of action, those that took most time of their own first. */
  types(): Promise<readonly TypeNumbers[]>;
  /**
   * The messages of a task as lines of the log, exactly as they were written, in order of arrival; empty where there is
   * no such task. The page makes its tree of them with clew/parse.
   */
  taskLines(taskUuid: string): Promise<string>;
  /** The same of several tasks, those of each together. */
  linesOf(taskUuids: readonly string[]): Promise<string>;
}

/** A file in the form of trio-vis's `sc-logs.json` that was opened beside a log; its id is good for one run. */
export interface ScopeRecording {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/** A log with all that can be asked of it: a store, the answers to the three questions, and news of its growth. */
export interface LogSource extends LogStore {
  /**
   * The form of `clew why --json`; with a query, of the tasks that match. Which failures are handled, all tasks tell. With a
   * sample, so many of the tasks are looked at, failed ones first: an answer that comes sooner, and says less surely.
   */
  why(query?: TaskQuery, sample?: number): Promise<WhyAnswer>;
  /** The form of `clew slow --json`; with a query, of the tasks that match; with a sample, of so many of those. */
  slow(query?: TaskQuery, sample?: number): Promise<SlowAnswer>;
  /** What made tasks take a way, in the form of `clew path --json`. */
  path(way: Way): Promise<PathAnswer>;
  /** The place where the failure of a task began, as `why` finds it in the whole log; `null` where it did not fail. */
  origin(taskUuid: string): Promise<PlaceAnswer | null>;
  /**
   * What sets the tasks that match the first query apart from the others of those that match the second. With a sample, so
   * many tasks of both together are looked at.
   */
  apart(these: TaskQuery, among: TaskQuery, sample?: number): Promise<ApartAnswer>;
  /** Compares two populations of tasks, as `clew diff --changes` does: a as usual, b as it went. */
  compare(a: TaskQuery, b: TaskQuery): Promise<DiffAnswer>;
  /** Compares two tasks of the log; the beginnings of their uuids are enough. Rejects with an `UnknownTaskError`. */
  diff(taskUuidA: string, taskUuidB: string): Promise<DiffAnswer>;
  /** Compares the log with its baseline, as `clew diff` does: a as usual, b as it went; where it may have one. */
  compareLogs?(): Promise<DiffAnswer>;
  /** The baseline as a log of its own, whose summary names both. The same at each call. */
  baseline?(): LogSource;
  /** The recordings of scopes that were opened beside the log, and the text of one; where there can be any. */
  recordings?(): Promise<readonly ScopeRecording[]>;
  recording?(id: string): Promise<string>;
  /** Calls back with what has changed, until the function it gives is called. A log that cannot grow never calls. */
  follow(onNews: (news: LogNews) => void): () => void;
}
