// A log in memory: for exported pages, for files dropped into a browser, and for small logs behind a server.

import { summarize } from "clew/explain";
import { parseLine, type TaskTree, type WrittenNode } from "clew/parse";
import {
  excerptOf,
  FacetCounts,
  type Facets,
  type FieldName,
  fieldText,
  groupsOf,
  type Heatmap,
  type Histogram,
  heatmapOf,
  histogramOf,
  type LogSummary,
  MOST_FIELD_NAMES,
  MOST_LOOKED_AT,
  Needle,
  type SearchHit,
  type TaskGroups,
  type TaskPage,
  type TaskRow,
  type TypeNumbers,
} from "../answers/index.js";
import type { LogStore, PageRequest, TaskQuery } from "../questions/index.js";
import { fieldValuesOf, recordsOf } from "./field-values.js";
import { MemoryTask } from "./memory-task.js";
import { nearestOf } from "./nearest-task.js";
import { matcherOf, type QueryPart } from "./task-match.js";
import { inOrder } from "./task-order.js";

/** Answers what a page asks of a log out of the log's lines, which it keeps. */
export class MemoryStore implements LogStore {
  readonly #name: string;
  readonly #live: boolean;
  readonly #tasks = new Map<string, MemoryTask>();
  readonly #matching = new Map<string, readonly MemoryTask[]>();
  #messages = 0;
  #unused = 0;
  #firstTime = Number.POSITIVE_INFINITY;
  #lastTime = Number.NEGATIVE_INFINITY;

  constructor(name: string, options: { readonly live?: boolean } = {}) {
    this.#name = name;
    this.#live = options.live ?? false;
  }

  /** The number of messages that were taken. */
  get messages(): number {
    return this.#messages;
  }

  /** Takes a text of whole lines, the last of which may lack its line end. Gives the tasks that it changed. */
  add(text: string): ReadonlySet<string> {
    const changed = new Set<string>();
    for (let start = 0; start < text.length; ) {
      const found = text.indexOf("\n", start);
      const end = found === -1 ? text.length : found;
      const line = text.slice(start, end);
      start = end + 1;
      const parsed = parseLine(line);
      if (!parsed.ok) {
        if (line.trim() !== "") this.#unused++;
        continue;
      }
      const { task_uuid: taskUuid, timestamp } = parsed.message;
      this.#taskOf(taskUuid).add(line, parsed.message);
      changed.add(taskUuid);
      this.#messages++;
      this.#firstTime = Math.min(this.#firstTime, timestamp);
      this.#lastTime = Math.max(this.#lastTime, timestamp);
    }
    this.#matching.clear();
    return changed;
  }

  #taskOf(taskUuid: string): MemoryTask {
    let task = this.#tasks.get(taskUuid);
    if (task === undefined) {
      task = new MemoryTask(taskUuid);
      this.#tasks.set(taskUuid, task);
    }
    return task;
  }

  /** The trees of all tasks, or of one of them, in the order of their first lines. */
  *trees(taskUuid?: string): Generator<TaskTree, void, undefined> {
    if (taskUuid === undefined) for (const task of this.#tasks.values()) yield task.tree;
    else {
      const task = this.#tasks.get(taskUuid);
      if (task !== undefined) yield task.tree;
    }
  }

  async summary(): Promise<LogSummary> {
    let failedTasks = 0;
    for (const { row } of this.#tasks.values()) if (row.status === "failed") failedTasks++;
    return {
      name: this.#name,
      messages: this.#messages,
      tasks: this.#tasks.size,
      failedTasks,
      unusedLines: this.#unused,
      firstTime: this.#messages === 0 ? null : this.#firstTime,
      lastTime: this.#messages === 0 ? null : this.#lastTime,
      live: this.#live,
    };
  }

  async tasks(query: TaskQuery, page: PageRequest): Promise<TaskPage> {
    const matching = this.#match(query);
    const rows = inOrder(
      matching.map(({ row }) => row),
      page,
    );
    return { total: matching.length, rows: rows.slice(page.offset, page.offset + page.limit) };
  }

  async facets(query: TaskQuery): Promise<Facets> {
    const counts = new FacetCounts();
    for (const { row } of this.#match(query, "types")) counts.addType(row.type);
    for (const { row } of this.#match(query, "statuses")) counts.addStatus(row.status);
    for (const { fields } of this.#match(query)) {
      for (const [field, value] of fields) counts.addField(field, value);
    }
    return counts.facets(new Set(query.fields?.map(({ field }) => field)));
  }

  async histogram(query: TaskQuery, buckets: number): Promise<Histogram> {
    const items = this.#match(query).map(({ row }) => ({ startTime: row.startTime, failed: row.status === "failed" }));
    return histogramOf(items, buckets, query);
  }

  async heatmap(query: TaskQuery, columns: number): Promise<Heatmap> {
    const items = this.#match(query).map(({ row: { startTime, duration, status } }) => {
      return { startTime, duration, failed: status === "failed" };
    });
    return heatmapOf(items, columns, query);
  }

  async groups(query: TaskQuery, field: string): Promise<TaskGroups> {
    return groupsOf(
      this.#match(query).map((task) => {
        const { row } = task;
        return { values: groupValues(task, field), failed: row.status === "failed", duration: row.duration };
      }),
    );
  }

  async fieldNames(): Promise<readonly FieldName[]> {
    const every = Math.ceil(this.#messages / MOST_LOOKED_AT);
    const counts = new Map<string, number>();
    let record = 0;
    for (const { tree } of this.#tasks.values()) {
      const waiting: WrittenNode[] = [tree.root];
      for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        for (const [type, fields] of recordsOf(node)) {
          if (record++ % every !== 0) continue;
          for (const name of Object.keys(fields)) {
            if (!name.startsWith("clew_")) counts.set(`${type}.${name}`, (counts.get(`${type}.${name}`) ?? 0) + 1);
          }
        }
        if (node.kind !== "message") for (const child of node.children) waiting.push(child);
      }
    }
    return [...counts]
      .map(([field, count]) => ({ field, count }))
      .sort((x, y) => y.count - x.count || (x.field < y.field ? -1 : 1))
      .slice(0, MOST_FIELD_NAMES);
  }

  async nearest(taskUuid: string): Promise<TaskRow | null> {
    const task = this.#tasks.get(taskUuid);
    return task === undefined ? null : nearestOf(task, this.#tasks.values());
  }

  async taskUuids(query: TaskQuery): Promise<readonly string[]> {
    return this.#match(query).map(({ taskUuid }) => taskUuid);
  }

  async search(text: string, limit: number, query: TaskQuery = {}): Promise<readonly SearchHit[]> {
    const needle = new Needle(text);
    const hits: SearchHit[] = [];
    for (const { lines } of this.#match(query)) {
      for (const line of lines) {
        const found = needle.find(line);
        const parsed = found && parseLine(line);
        if (found === undefined || parsed?.ok !== true) continue;
        const { task_uuid: taskUuid, task_level: taskLevel, timestamp, ...rest } = parsed.message;
        const type = String(rest.action_type ?? rest.message_type ?? "");
        hits.push({ taskUuid, taskLevel, timestamp, type, excerpt: excerptOf(found) });
      }
    }
    return hits.sort((x, y) => x.timestamp - y.timestamp).slice(0, limit);
  }

  async types(): Promise<readonly TypeNumbers[]> {
    const { actions } = await summarize(this.trees());
    return actions.map(({ p50Seconds = null, p95Seconds = null, p99Seconds = null, ...rest }) => {
      return { ...rest, p50Seconds, p95Seconds, p99Seconds };
    });
  }

  async taskLines(taskUuid: string): Promise<string> {
    const lines = this.#tasks.get(taskUuid)?.lines ?? [];
    return lines.map((line) => `${line}\n`).join("");
  }

  async linesOf(taskUuids: readonly string[]): Promise<string> {
    return (await Promise.all(taskUuids.map((taskUuid) => this.taskLines(taskUuid)))).join("");
  }

  /** The tasks that match a query, or all of it but one part; remembered, for one query is asked many things. */
  #match(query: TaskQuery, except?: QueryPart): readonly MemoryTask[] {
    const key = JSON.stringify([query, except]);
    let matching = this.#matching.get(key);
    if (matching === undefined) {
      const matches = matcherOf(query, except);
      matching = [...this.#tasks.values()].filter(matches);
      if (this.#matching.size >= MOST_REMEMBERED) this.#matching.clear();
      this.#matching.set(key, matching);
    }
    return matching;
  }
}

const MOST_REMEMBERED = 16;

/** The values of a field by which a task is grouped; `null` where it has none. */
function groupValues(task: MemoryTask, field: string): readonly (string | null)[] {
  if (field === "type") return [task.row.type];
  if (field === "status") return [task.row.status];
  const values = new Set(fieldValuesOf(task, field).map(fieldText));
  return values.size === 0 ? [null] : [...values];
}
