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
import { LINE_SQL, MOST_ROOT_FIELDS, type StoreState, unusedCount } from "../tables/index.js";
import { facetsOf } from "./facets.js";
import { fieldNamesOf } from "./field-names.js";
import { groupsOf } from "./groups.js";
import { heatmapOf } from "./heatmap.js";
import { histogramOf } from "./histogram.js";
import { KeptMatches } from "./kept-matches.js";
import { nearestOf } from "./nearest.js";
import { numbered } from "./numbered.js";
import { searchLines } from "./search.js";
import { TASK_ROW_SQL, type TaskColumns, toTaskRow } from "./task-columns.js";
import { typeNumbers } from "./type-numbers.js";
import { demandKey, demandsOf, type FieldSource, type Known, namesSql, recordsSelect, whereOf } from "./where.js";

export class DuckDbStore implements LogStore {
  readonly #database: Database;
  readonly #name: string;
  #state: StoreState;
  #rootValues: ReadonlyMap<string, readonly string[] | null>;
  readonly #matches: KeptMatches;
  /** Answers that are asked for again and again, as long as the log stays as it is. */
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(database: Database, name: string, state: StoreState) {
    this.#database = database;
    this.#name = name;
    this.#state = state;
    this.#rootValues = new Map(state.rootValues);
    this.#matches = new KeptMatches(database);
  }

  /** The state of the store, as far as is known. */
  get state(): StoreState {
    return this.#state;
  }

  set state(state: StoreState) {
    this.#state = state;
    this.#rootValues = new Map(state.rootValues);
    this.#answers.clear();
  }

  /** Asks once; what failed is asked again. */
  #once<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known as Promise<Answer>;
    const answer = ask();
    this.#answers.set(question, answer);
    answer.catch(() => {
      if (this.#answers.get(question) === answer) this.#answers.delete(question);
    });
    return answer;
  }

  async #known(query: TaskQuery): Promise<Known> {
    const { text = "" } = query;
    const { messages } = this.#state;
    const inRecords = demandsOf(query).map(async (demand) => {
      const select = recordsSelect(demand);
      return select && ([demandKey(demand), await this.#matches.ofSelect(select, messages)] as const);
    });
    return {
      rootSource: (field) => this.#rootSource(field),
      textTable: text === "" ? undefined : await this.#matches.ofText(text, messages),
      recordTables: new Map((await Promise.all(inRecords)).filter((entry) => entry !== undefined)),
    };
  }

  #rootSource(field: string): FieldSource {
    const values = this.#rootValues.get(field);
    if (values != null) return "table";
    const isKnown = values === undefined && this.#rootValues.size < MOST_ROOT_FIELDS && !field.startsWith("clew_");
    return isKnown ? "none" : "json";
  }

  summary(): Promise<LogSummary> {
    return this.#once("summary", () => this.#summary());
  }

  async #summary(): Promise<LogSummary> {
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
    const where = whereOf(query, await this.#known(query));
    return groupsOf(this.#database, where, field, this.#rootSource(field));
  }

  fieldNames(): Promise<readonly FieldName[]> {
    if (this.#state.fieldNames !== null) return Promise.resolve(this.#state.fieldNames);
    return this.#once("names", () => fieldNamesOf((sql) => this.#database.rows(sql), this.#state.messages));
  }

  nearest(taskUuid: string): Promise<TaskRow | null> {
    return nearestOf(this.#database, taskUuid);
  }

  taskUuids(query: TaskQuery): Promise<readonly string[]> {
    // Whoever sets some tasks against all others asks for all.
    return Object.keys(query).length > 0 ? this.#taskUuids(query) : this.#once("uuids", () => this.#taskUuids(query));
  }

  async #taskUuids(query: TaskQuery): Promise<readonly string[]> {
    const { sql, values } = whereOf(query, await this.#known(query));
    // As one text: rows of JavaScript for many thousands of tasks would take most of the time.
    const [row] = await this.#database.rows<{ uuids: string | null }>(
      `SELECT to_json(list(task_uuid ORDER BY t))::VARCHAR AS uuids FROM task_rows WHERE ${sql}`,
      values,
    );
    return JSON.parse(row?.uuids ?? "[]") as string[];
  }

  async taskUuidsAt(query: TaskQuery, places: readonly number[]): Promise<readonly string[]> {
    const { sql, values } = whereOf(query, await this.#known(query));
    // The places are counted on the numbers of the tasks: texts are read of those alone that are wanted.
    const rows = await this.#database.rows<{ task_uuid: string }>(
      `SELECT task_uuid FROM task_rows WHERE t IN (
        SELECT t FROM (SELECT t, row_number() OVER (ORDER BY t) - 1 AS place FROM task_rows WHERE ${sql})
          WHERE place IN (SELECT unnest(from_json($${values.length + 1}, '["UINTEGER"]')))
      ) ORDER BY t`,
      [...values, JSON.stringify(places)],
    );
    return rows.map(({ task_uuid }) => task_uuid);
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
    return this.#once("types", () => typeNumbers((sql) => this.#database.rows(sql)));
  }

  async taskLines(taskUuid: string): Promise<string> {
    const lines = await this.#database.rows<{ line: string }>(
      `SELECT ${LINE_SQL} AS line FROM message_rows, (SELECT first_n, last_n FROM task_rows WHERE task_uuid = $1) AS range
        WHERE n BETWEEN first_n AND last_n AND task_uuid = $1 ORDER BY n`,
      [taskUuid],
    );
    return lines.map(({ line }) => `${line}\n`).join("");
  }

  async linesOf(taskUuids: readonly string[]): Promise<string> {
    const { sql, values } = await numbered(
      this.#database,
      {
        sql: `SELECT n FROM message_rows WHERE task_uuid IN (${namesSql("$1")})`,
        values: [JSON.stringify(taskUuids)],
      },
      this.#state.messages,
    );
    // A text for each task: rows of JavaScript for many thousands of lines would take most of the time.
    const texts = await this.#database.rows<{ task_uuid: string; lines: string }>(
      `SELECT task_uuid, string_agg(${LINE_SQL} || chr(10), '' ORDER BY n) AS lines FROM message_rows
        WHERE ${sql} GROUP BY task_uuid`,
      values,
    );
    const byTask = new Map(texts.map(({ task_uuid, lines }) => [task_uuid, lines]));
    return [...new Set(taskUuids)].map((taskUuid) => byTask.get(taskUuid) ?? "").join("");
  }
}

const COLUMNS: Readonly<Record<PageRequest["sort"], string>> = {
  time: "start_time",
  duration: "duration",
  messages: "messages",
  type: "type",
};
