// The log that an agent asks: its files, the store beside them, and the answers that take long, which are begun when the
// server starts and kept until the log has grown.

import type { LogStore, LogSummary, TaskRow } from "@clew/log";
import { Parser, parseLine, type TaskTree } from "clew/parse";
import { askCluster, isClickHouse, queryCluster } from "../clickhouse/index.js";
import { openLogs } from "../input/index.js";
import { type ExplainedLog, ThreadExplanations } from "../server/index.js";
import { type Answer, askStore, queryStore } from "../store/index.js";
import { AgentError } from "./agent-error.js";

/** The longest that an agent waits for an answer that is being worked out; then it is told to ask again. */
const PATIENCE_MS = 1_000;

/** The trees of a log as far as there was time to read them. */
export interface TreesInTime {
  readonly trees: AsyncIterable<TaskTree>;
  /** True when the log was read to its end; known when the trees were taken. */
  readonly isWhole: () => boolean;
  readonly tasks: () => number;
}

export class AskedLog implements ExplainedLog {
  readonly names: readonly string[];
  readonly #explanations = new ThreadExplanations(this);
  #seen: LogSummary | undefined;
  #version = 0;
  /** One at a time has the store open, for each brings it up to date. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  get version(): number {
    return this.#version;
  }

  bytes(): { readonly files: readonly string[] } {
    return { files: this.names };
  }

  /** The questions that explanations have of the store. */
  readonly store: ExplainedLog["store"] = {
    tasks: (query, page) => this.ask((store) => store.tasks(query, page)),
    taskLines: (taskUuid) => this.ask((store) => store.taskLines(taskUuid)),
    taskUuids: (query) => this.ask((store) => store.taskUuids(query)),
    linesOf: (taskUuids) => this.ask((store) => store.linesOf(taskUuids)),
  };

  /** Begins to make the store, and then what takes long. */
  begin(): void {
    this.#alone(() => this.#askNow((store) => store.summary())).then(
      () => {
        for (const explanation of [this.#explanations.why({}), this.#explanations.slow({})])
          explanation.catch(() => {});
      },
      () => {},
    );
  }

  async close(): Promise<void> {
    await this.#explanations.close();
    await this.#last;
  }

  /** Asks the store, up to date. */
  ask<Value>(question: (store: LogStore) => Promise<Value>): Promise<Value> {
    return this.#inTurn(() => this.#askNow(question));
  }

  #askNow<Value>(question: (store: LogStore) => Promise<Value>): Promise<Value> {
    const [name] = this.names;
    // What lags is said by the summary.
    if (name !== undefined && isClickHouse(name)) return askCluster(name, () => {}, question);
    return askStore(this.names, {}, question);
  }

  query(sql: string, mostRows: number, timeoutSeconds: number, read: (answer: Answer) => Promise<void>): Promise<void> {
    const [name] = this.names;
    const options = { mostRows, timeoutSeconds };
    return this.#inTurn(async () => {
      if (name !== undefined && isClickHouse(name)) return read(await queryCluster(name, sql, options));
      return queryStore(this.names, sql, options, read);
    });
  }

  async summary(): Promise<LogSummary> {
    const summary = await this.ask((store) => store.summary());
    const { messages, firstTime, unusedLines } = summary;
    const seen = this.#seen;
    if (messages !== seen?.messages || firstTime !== seen.firstTime || unusedLines !== seen.unusedLines)
      this.#version++;
    this.#seen = summary;
    return summary;
  }

  /** The answer of `clew why --json` or `clew slow --json`, or the sentence that it is still worked out. */
  async explained(question: "why" | "slow"): Promise<unknown> {
    await this.summary();
    return JSON.parse(await inPatience(this.#explanations[question]({}), "It is still being worked out"));
  }

  /** The answer of `clew path --json`. */
  async path(filter: string): Promise<unknown> {
    await this.summary();
    return JSON.parse(await inPatience(this.#explanations.path(filter), "It is still being worked out"));
  }

  async compared(a: TaskRow, b: TaskRow): Promise<unknown> {
    await this.summary();
    return JSON.parse(
      await inPatience(this.#explanations.diff(a.taskUuid, b.taskUuid), "It is still being worked out"),
    );
  }

  /** The only task whose uuid begins so. */
  task(taskUuidStart: string): Promise<TaskRow> {
    return this.ask((store) => onlyTask(store, taskUuidStart));
  }

  /** The same with its tree; the order of its lines does not matter to a parser. */
  tree(taskUuidStart: string): Promise<{ readonly row: TaskRow; readonly tree: TaskTree }> {
    return this.ask(async (store) => {
      const row = await onlyTask(store, taskUuidStart);
      const parser = new Parser();
      for (const line of (await store.taskLines(row.taskUuid)).split("\n")) {
        const parsed = parseLine(line);
        if (parsed.ok) parser.add(parsed.message);
      }
      const [tree] = parser.end();
      if (tree === undefined) throw new AgentError(`The log has no line of the task ${row.taskUuid} any more.`);
      return { row, tree };
    });
  }

  /** The trees of the log in its order, until so many seconds are over. */
  async trees(seconds: number): Promise<TreesInTime> {
    const end = performance.now() + seconds * 1_000;
    const log = await openLogs(this.names);
    let isWhole = false;
    let tasks = 0;
    async function* inTime() {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<undefined>((resolve) => {
        timer = setTimeout(resolve, end - performance.now(), undefined);
      });
      const reading = log.trees();
      try {
        for (;;) {
          const next = await Promise.race([reading.next(), over]);
          if (next === undefined) return;
          isWhole = next.done === true;
          if (isWhole) return;
          yield next.value as TaskTree;
          tasks++;
          // No timer fires while trees come that were read already.
          if (performance.now() > end) return;
        }
      } finally {
        clearTimeout(timer);
        // It may be amid a read; nobody waits for that.
        reading.return().catch(() => {});
      }
    }
    return { trees: inTime(), isWhole: () => isWhole, tasks: () => tasks };
  }

  async #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    await inPatience(this.#last, "The log is being read, or asked already");
    return this.#alone(act);
  }

  #alone<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => {});
    return done;
  }
}

/** What is being worked out for longer than an agent waits goes on, and the agent is told to ask again. */
async function inPatience<Value>(working: Promise<Value>, state: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AgentError(`${state}; ask again in some seconds.`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([working, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function onlyTask(store: LogStore, taskUuidStart: string): Promise<TaskRow> {
  const page = { sort: "time", descending: false, offset: 0, limit: 3 } as const;
  const { total, rows } = await store.tasks({ taskUuidStart }, page);
  const [first] = rows;
  if (first === undefined)
    throw new AgentError(`No task has a uuid that begins with ${JSON.stringify(taskUuidStart)}.`);
  const exact = rows.find(({ taskUuid }) => taskUuid === taskUuidStart);
  if (total === 1 || exact !== undefined) return exact ?? first;
  const some = rows.map(({ taskUuid }) => taskUuid).join(", ");
  throw new AgentError(
    `${total} tasks have a uuid that begins so (${some}${total > rows.length ? ", …" : ""}); give more of it.`,
  );
}
