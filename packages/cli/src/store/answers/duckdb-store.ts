// The questions of a page, answered out of the database.

import type {
  Facets,
  FieldName,
  Heatmap,
  Histogram,
  LogStore,
  LogSummary,
  PageRequest,
  SearchHit,
  TaskGroups,
  TaskPage,
  TaskQuery,
  TaskRow,
  TypeNumbers,
} from "@clew/log";
import type { Database } from "../database/index.js";
import { type StoreState, unusedCount } from "../tables/index.js";
import { facetsOf } from "./facets.js";
import { fieldNamesOf } from "./field-names.js";
import { groupsOf } from "./groups.js";
import { heatmapOf } from "./heatmap.js";
import { histogramOf } from "./histogram.js";
import { nearestOf } from "./nearest.js";
import { searchLines } from "./search.js";
import { TASK_ROW_SQL, type TaskColumns, toTaskRow } from "./task-columns.js";
import { TextMatches } from "./text-matches.js";
import { typeNumbers } from "./type-numbers.js";
import { type Known, namesSql, whereOf } from "./where.js";

export class DuckDbStore implements LogStore {
  readonly #database: Database;
  readonly #name: string;
  #state: StoreState;
  #narrow: ReadonlySet<string>;
  readonly #texts: TextMatches;
  #types: Promise<readonly TypeNumbers[]> | undefined;

  constructor(database: Database, name: string, state: StoreState) {
    this.#database = database;
    this.#name = name;
    this.#state = state;
    this.#narrow = narrowFields(state);
    this.#texts = new TextMatches(database);
  }

  /** The state of the store, as far as is known. */
  get state(): StoreState {
    return this.#state;
  }

  set state(state: StoreState) {
    this.#state = state;
    this.#narrow = narrowFields(state);
    this.#types = undefined;
  }

  async #known({ text = "" }: TaskQuery): Promise<Known> {
    const textTable = text === "" ? undefined : await this.#texts.tableOf(text, this.#state.messages);
    return { narrowFields: this.#narrow, textTable };
  }

  async summary(): Promise<LogSummary> {
    const [row] = await this.#database.rows<{ tasks: number; failed: number }>(
      "SELECT count(*)::DOUBLE AS tasks, (count(*) FILTER (status = 'failed'))::DOUBLE AS failed FROM task_rows",
    );
    const { messages, firstTime, lastTime } = this.#state;
    return {
      name: this.#name,
      messages,
      tasks: row?.tasks ?? 0,
      failedTasks: row?.failed ?? 0,
      unusedLines: unusedCount(this.#state),
      firstTime,
      lastTime,
      live: false,
    };
  }

  async tasks(query: TaskQuery, page: PageRequest): Promise<TaskPage> {
    const { sql, values } = whereOf(query, await this.#known(query));
    const [count] = await this.#database.rows<{ total: number }>(
      `SELECT count(*)::DOUBLE AS total FROM task_rows WHERE ${sql}`,
      values,
    );
    const direction = page.descending ? "DESC" : "ASC";
    const order = `${COLUMNS[page.sort]} ${direction} NULLS LAST, start_time ${direction}, task_uuid ${direction}`;
    const rows = await this.#database.rows<TaskColumns>(
      `SELECT ${TASK_ROW_SQL} FROM task_rows
        WHERE ${sql} ORDER BY ${order} LIMIT $${values.length + 1}::BIGINT OFFSET $${values.length + 2}::BIGINT`,
      [...values, BigInt(page.limit), BigInt(page.offset)],
    );
    return { total: count?.total ?? 0, rows: rows.map(toTaskRow) };
  }

  async facets(query: TaskQuery): Promise<Facets> {
    const known = await this.#known(query);
    return facetsOf(this.#database, {
      all: whereOf(query, known),
      allButTypes: whereOf(query, known, "types"),
      allButStatuses: whereOf(query, known, "statuses"),
      chosen: new Set(query.fields?.map(({ field }) => field)),
    });
  }

  async histogram(query: TaskQuery, buckets: number): Promise<Histogram> {
    return histogramOf(this.#database, whereOf(query, await this.#known(query)), query, buckets);
  }

  async heatmap(query: TaskQuery, columns: number): Promise<Heatmap> {
    return heatmapOf(this.#database, whereOf(query, await this.#known(query)), query, columns);
  }

  async groups(query: TaskQuery, field: string): Promise<TaskGroups> {
    return groupsOf(this.#database, whereOf(query, await this.#known(query)), field);
  }

  fieldNames(): Promise<readonly FieldName[]> {
    return fieldNamesOf(this.#database, this.#state.messages);
  }

  nearest(taskUuid: string): Promise<TaskRow | null> {
    return nearestOf(this.#database, taskUuid);
  }

  async taskUuids(query: TaskQuery): Promise<readonly string[]> {
    const { sql, values } = whereOf(query, await this.#known(query));
    // As one text: rows of JavaScript for many thousands of tasks would take most of the time.
    const [row] = await this.#database.rows<{ uuids: string | null }>(
      `SELECT to_json(list(task_uuid ORDER BY t))::VARCHAR AS uuids FROM task_rows WHERE ${sql}`,
      values,
    );
    return JSON.parse(row?.uuids ?? "[]") as string[];
  }

  /** How many tasks match, and how many messages they have. */
  async sizeOf(query: TaskQuery): Promise<{ readonly tasks: number; readonly messages: number }> {
    const { sql, values } = whereOf(query, await this.#known(query));
    const [row] = await this.#database.rows<{ tasks: number; messages: number }>(
      `SELECT count(*)::DOUBLE AS tasks, coalesce(sum(messages), 0)::DOUBLE AS messages FROM task_rows WHERE ${sql}`,
      values,
    );
    return row ?? { tasks: 0, messages: 0 };
  }

  async search(text: string, limit: number, query: TaskQuery = {}): Promise<readonly SearchHit[]> {
    const where = whereOf(query, await this.#known(query));
    return searchLines(this.#database, { text, limit, where, rows: this.#state.messages });
  }

  types(): Promise<readonly TypeNumbers[]> {
    if (this.#state.types !== null) return Promise.resolve(this.#state.types);
    this.#types ??= typeNumbers((sql) => this.#database.rows(sql));
    return this.#types;
  }

  async taskLines(taskUuid: string): Promise<string> {
    const lines = await this.#database.rows<{ line: string }>(
      `SELECT line FROM message_rows, (SELECT first_n, last_n FROM task_rows WHERE task_uuid = $1) AS range
        WHERE n BETWEEN first_n AND last_n AND task_uuid = $1 ORDER BY n`,
      [taskUuid],
    );
    return lines.map(({ line }) => `${line}\n`).join("");
  }

  async linesOf(taskUuids: readonly string[]): Promise<string> {
    const names = namesSql("$1");
    const rows = await this.#database.rows<{ task_uuid: string; line: string }>(
      `SELECT task_uuid, line FROM message_rows,
        (SELECT min(first_n) AS first_n, max(last_n) AS last_n FROM task_rows WHERE task_uuid IN (${names})) AS range
        WHERE n BETWEEN first_n AND last_n AND task_uuid IN (${names}) ORDER BY n`,
      [JSON.stringify(taskUuids)],
    );
    const byTask = new Map<string, string[]>(taskUuids.map((taskUuid) => [taskUuid, []]));
    for (const { task_uuid, line } of rows) byTask.get(task_uuid)?.push(`${line}\n`);
    return [...byTask.values()].flat().join("");
  }
}

const COLUMNS: Readonly<Record<PageRequest["sort"], string>> = {
  time: "start_time",
  duration: "duration",
  messages: "messages",
  type: "type",
};

function narrowFields({ rootValues }: StoreState): ReadonlySet<string> {
  return new Set(rootValues.flatMap(([field, values]) => (values === null ? [] : [field])));
}
