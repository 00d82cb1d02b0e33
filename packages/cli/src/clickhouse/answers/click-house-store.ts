// The questions of a page, answered out of ClickHouse.

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
import { type ClickHouseClient, quote, type Settings } from "../server/index.js";
import { ageOf, type KnownServer } from "../tables/index.js";
import { facetsOf } from "./facets.js";
import { findTasks } from "./field-demands.js";
import { fieldNamesOf, nearestOf, typeNumbersOf } from "./from-lines.js";
import { groupsOf } from "./groups.js";
import { heatmapOf } from "./heatmap.js";
import { histogramOf } from "./histogram.js";
import { settingsFor } from "./sampled-lines.js";
import { searchLines } from "./search.js";
import { type Asking, taskPage } from "./task-page.js";
import { type FoundTasks, type Tables, tablesOf, tasksSql } from "./task-table.js";
import { firstSlotOf } from "./time-of-uuid.js";

/** Up to so many lines are counted one by one; beyond it, those that came twice count twice until the server has merged them. */
const COUNTED_EXACTLY = 1_000_000;

export class ClickHouseStore implements LogStore {
  readonly #client: ClickHouseClient;
  readonly #tables: Tables;
  readonly #settings: Settings;
  readonly #server: KnownServer;

  constructor(client: ClickHouseClient, server: KnownServer) {
    this.#server = server;
    this.#client = client;
    this.#tables = tablesOf(client, server);
    this.#settings = settingsFor(server);
  }

  get #asking(): Asking {
    return { client: this.#client, tables: this.#tables, settings: this.#settings };
  }

  async summary(): Promise<LogSummary> {
    const { messages: lines, parts } = this.#tables;
    const ofLines = this.#inWindow("slot >= FROM_SLOT AND time >= FROM", "time < TO");
    const ofParts = this.#inWindow("began >= FROM", "began < TO");
    const [asOf, [counted], [tasks]] = await Promise.all([
      ageOf(this.#client, this.#server),
      this.#rows<{ messages: number | string; first: number; last: number }>(
        `SELECT count() AS messages, min(time) AS first, max(time) AS last FROM ${lines}${ofLines}`,
      ),
      this.#rows<{ tasks: number | string; failed: number | string }>(
        `SELECT uniqExact(task) AS tasks, uniqExactIf(task, root_status = 'failed') AS failed FROM ${parts}${ofParts}`,
      ),
    ]);
    const rough = Number(counted?.messages ?? 0);
    const messages = rough <= COUNTED_EXACTLY ? await this.#messages(ofLines) : rough;
    return {
      name: this.#client.address.shown,
      messages,
      tasks: Number(tasks?.tasks ?? 0),
      failedTasks: Number(tasks?.failed ?? 0),
      unusedLines: 0,
      firstTime: rough === 0 ? null : (counted?.first ?? null),
      lastTime: rough === 0 ? null : (counted?.last ?? null),
      live: false,
      ...(asOf !== undefined && { asOf }),
    };
  }

  async #messages(where: string): Promise<number> {
    const [row] = await this.#rows<{ messages: number | string }>(
      `SELECT uniqExact(task_uuid, task_level, line_hash) AS messages FROM ${this.#tables.messages}${where}`,
    );
    return Number(row?.messages ?? 0);
  }

  /** The condition on rows for the time that the address asks about. */
  #inWindow(since: string, until: string): string {
    const { from, to } = this.#client.address.window;
    const conditions = [
      ...(from === undefined
        ? []
        : [
            since
              .replace("FROM_SLOT", quote.number(Math.max(0, Math.floor(from / 600))))
              .replace("FROM", quote.number(from)),
          ]),
      ...(to === undefined ? [] : [until.replace("TO", quote.number(to))]),
    ];
    return conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  }

  async tasks(query: TaskQuery, page: PageRequest): Promise<TaskPage> {
    return taskPage(this.#asking, await this.#tasks(query), page);
  }

  async facets(query: TaskQuery): Promise<Facets> {
    const [within, found] = [this.#within(query), await this.#found(query)];
    const tasks = (options: Parameters<typeof tasksSql>[3]) => tasksSql(this.#tables, within, found, options);
    return facetsOf(this.#asking, {
      all: tasks({}),
      allButTypes: tasks({ except: "types" }),
      allButStatuses: tasks({ except: "statuses" }),
      chosen: new Set(query.fields?.map(({ field }) => field)),
    });
  }

  async histogram(query: TaskQuery, buckets: number): Promise<Histogram> {
    return histogramOf(this.#asking, await this.#tasks(query), this.#within(query), buckets);
  }

  async heatmap(query: TaskQuery, columns: number): Promise<Heatmap> {
    return heatmapOf(this.#asking, await this.#tasks(query), this.#within(query), columns);
  }

  async groups(query: TaskQuery, field: string): Promise<TaskGroups> {
    const [within, found] = [this.#within(query), await this.#found(query)];
    const tasks = tasksSql(this.#tables, within, found);
    const withField = tasksSql(this.#tables, within, found, { field });
    return groupsOf(this.#asking, { tasks, withField, from: within.from }, field);
  }

  fieldNames(): Promise<readonly FieldName[]> {
    return fieldNamesOf(this.#asking, this.#inWindow("slot >= FROM_SLOT AND time >= FROM", "time < TO"));
  }

  nearest(taskUuid: string): Promise<TaskRow | null> {
    return nearestOf(this.#asking, taskUuid);
  }

  async taskUuids(query: TaskQuery): Promise<readonly string[]> {
    const rows = await this.#rows<{ uuid: string }>(
      `SELECT uuid FROM ${await this.#tasks(query)} ORDER BY start_time, uuid`,
    );
    return rows.map(({ uuid }) => uuid);
  }

  async search(text: string, limit: number, query: TaskQuery = {}): Promise<readonly SearchHit[]> {
    const within = this.#within(query);
    const tasks = Object.keys(within).length === 0 ? undefined : await this.#tasks(query);
    return searchLines(this.#asking, { text, limit, tasks, from: within.from });
  }

  types(): Promise<readonly TypeNumbers[]> {
    return typeNumbersOf(this.#asking);
  }

  async taskLines(taskUuid: string): Promise<string> {
    const slot = firstSlotOf(taskUuid);
    return this.#client.text(
      `SELECT line FROM ${this.#tables.messages} WHERE task_uuid = ${quote.text(taskUuid)}${slot === undefined ? "" : ` AND slot >= ${slot}`}
        ORDER BY time, task_level, line_hash LIMIT 1 BY task_level, line_hash FORMAT TSVRaw`,
      this.#settings,
    );
  }

  /** A query narrowed to the time that the address asks about. */
  #within(query: TaskQuery): TaskQuery {
    const { from = query.from, to = query.to } = this.#client.address.window;
    return {
      ...query,
      ...(from !== undefined && { from: Math.max(from, query.from ?? from) }),
      ...(to !== undefined && { to: Math.min(to, query.to ?? to) }),
    };
  }

  async linesOf(taskUuids: readonly string[]): Promise<string> {
    if (taskUuids.length === 0) return "";
    const rows = await this.#rows<{ task_uuid: string; line: string }>(
      `SELECT task_uuid, line FROM ${this.#tables.messages} WHERE task_uuid IN ${quote.list(taskUuids)}
        ORDER BY time, task_level, line_hash LIMIT 1 BY task_uuid, task_level, line_hash`,
    );
    const texts = new Map(taskUuids.map((taskUuid) => [taskUuid, ""]));
    for (const { task_uuid, line } of rows) texts.set(task_uuid, `${texts.get(task_uuid) ?? ""}${line}\n`);
    return [...texts.values()].join("");
  }

  async #tasks(query: TaskQuery): Promise<string> {
    return tasksSql(this.#tables, this.#within(query), await this.#found(query));
  }

  #found(query: TaskQuery): Promise<FoundTasks> {
    const { fields, from } = this.#within(query);
    return findTasks(this.#asking, fields, from);
  }

  #rows<Row>(sql: string): Promise<Row[]> {
    return this.#client.rows<Row>(sql, this.#settings);
  }
}
