// The log that an agent asks: its files, the store beside them, and the answers that take long, which are begun when the
// server starts and kept until the log has grown.

import { evenPart, type LogStore, type LogSummary, pathJson, sampleTasks, slowJson, type TaskRow } from "@clew/log";
import type { PathReport } from "clew/explain";
import type { TaskTree } from "clew/parse";
import { isClickHouse } from "../address/index.js";
import { askCluster, queryCluster } from "../clickhouse/index.js";
import { type NeededTasks, queryOf } from "../filter/index.js";
import { openLogs } from "../input/index.js";
import { type Draw, keptAnswer, pathQuestion, type Question, USUAL, whyDrawn } from "../kept/index.js";
import { type ExplainedLog, ThreadExplanations } from "../server/index.js";
import { type Answer, askStore, queryStore, treesOfTasks } from "../store/index.js";
import { AgentError } from "./agent-error.js";

/** The longest that an agent waits for an answer that is being worked out; then it is told to ask again. */
const PATIENCE_MS = 1_500;
const WORKED_OUT = "It is still being worked out";
/** A sample: fewer tasks where they are long. */
const MOST_SAMPLED = { tasks: 250, messages: 5_000 };
/** Answers that are held beside those that are kept in the store. */
const MOST_REMEMBERED = 64;
/** Tasks of the store that are put together at a time, before somebody looks at the clock. */
const AT_ONCE = 100;

/** The trees of a log as far as there was time to read them. */
export interface TreesInTime {
  readonly trees: AsyncIterable<TaskTree>;
  /** True when the log was read to its end; known when the trees were taken. */
  readonly isWhole: () => boolean;
  readonly tasks: () => number;
}

/** A question that takes long of all tasks, and how it is answered sooner. */
interface LongQuestion {
  kept(): Promise<object | undefined>;
  ofAll(): Promise<string>;
  /** So many tasks that stand for all. */
  sampled(store: LogStore, most: number): Promise<readonly string[]>;
  ofLines(lines: string): Promise<string>;
}

export class AskedLog implements ExplainedLog {
  readonly names: readonly string[];
  readonly #explanations = new ThreadExplanations(this);
  #seen: LogSummary | undefined;
  #version = 0;
  /** The usual answers, which are worked out as soon as the store stands. */
  #usual: Promise<void> = Promise.resolve();
  /** The answers of all tasks that are being worked out, or were: of the state of the log that is known. */
  readonly #begun = new Map<string, Promise<object>>();
  readonly #samples = new Map<string, Promise<object>>();
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
    const store = this.#alone(() => this.#askNow((open) => open.summary()));
    const ahead = async () => {
      if (!this.#isCluster) return this.#explanations.keepUsual(this.names);
      // Nothing is kept beside a database.
      await Promise.all([this.#explanations.why({}), this.#explanations.slow({})]);
    };
    this.#usual = store.then(ahead).catch(() => {});
  }

  async close(): Promise<void> {
    await this.#explanations.close();
    await this.#last;
  }

  /** Asks the store, up to date. */
  ask<Value>(question: (store: LogStore) => Promise<Value>): Promise<Value> {
    return this.#inTurn(() => this.#askNow(question));
  }

  get #isCluster(): boolean {
    return this.names.some(isClickHouse);
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
    if (messages !== seen?.messages || firstTime !== seen.firstTime || unusedLines !== seen.unusedLines) {
      this.#version++;
      this.#begun.clear();
      this.#samples.clear();
    }
    this.#seen = summary;
    return summary;
  }

  /** The answer of `clew why --json` or `clew slow --json`. */
  explained(question: "why" | "slow"): Promise<object> {
    return this.#soon(question, {
      kept: () => (question === "why" ? this.#kept(USUAL.why, whyDrawn) : this.#kept(USUAL.slow, slowJson)),
      ofAll: () =>
        this.#isCluster ? this.#explanations[question]({}) : this.#usual.then(() => this.#explanations[question]({})),
      sampled: (store, most) => sampleTasks(store, {}, most),
      ofLines: (lines) => this.#explanations.ofLines(question, lines),
    });
  }

  /** The answer of `clew path --json`. */
  path(filter: string): Promise<object> {
    const question = pathQuestion(filter);
    return this.#soon(`path ${filter}`, {
      kept: async () => question && (await this.#kept(question, (report: PathReport) => pathJson(report, filter))),
      ofAll: () =>
        this.#isCluster ? this.#explanations.path(filter) : this.#usual.then(() => this.#explanations.path(filter)),
      sampled: async (store, most) => evenPart(await store.taskUuids({}), most),
      ofLines: (lines) => this.#explanations.ofLines({ path: filter }, lines),
    });
  }

  async #kept<Answer>(question: Question, draw: Draw<Answer, object>): Promise<object | undefined> {
    return (await keptAnswer(question, [this.names], draw))?.drawn;
  }

  /** The answer of all tasks, if it is there; else the one of a sample, which says so, while the other is worked out. */
  async #soon(key: string, { kept, ofAll, sampled, ofLines }: LongQuestion): Promise<object> {
    const summary = await this.summary();
    const known = (await kept()) ?? (await ifSettled(this.#begun.get(key)));
    if (known !== undefined) return known;
    const most = sampleSize(summary);
    // Of a database a sample is read as it is.
    if (this.#isCluster || most >= summary.tasks) return inPatience(this.#once(this.#begun, key, ofAll), WORKED_OUT);
    const ofSample = this.#once(this.#samples, key, () =>
      this.ask(async (store) => store.linesOf(await sampled(store, most))).then(ofLines),
    );
    // The sample first: what reads all of the log would take its time from it.
    ofSample.finally(() => this.#once(this.#begun, key, ofAll)).catch(() => {});
    return {
      of_sample:
        `${most} of ${summary.tasks} tasks, as the answer of all is still being worked out; ` +
        "counts and shares are of the sample: ask again in some seconds",
      ...(await inPatience(ofSample, WORKED_OUT)),
    };
  }

  /** What is being worked out by a key, or was, for the state of the log that is known. */
  #once(known: Map<string, Promise<object>>, key: string, work: () => Promise<string>): Promise<object> {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const begun = work().then((text) => JSON.parse(text) as object);
    known.set(key, begun);
    begun.catch(() => known.get(key) === begun && known.delete(key));
    return begun;
  }

  async compared(a: TaskRow, b: TaskRow): Promise<unknown> {
    await this.summary();
    return JSON.parse(await inPatience(this.#explanations.diff(a.taskUuid, b.taskUuid), WORKED_OUT));
  }

  /** The only task whose uuid begins so. */
  task(taskUuidStart: string): Promise<TaskRow> {
    return this.ask((store) => onlyTask(store, taskUuidStart));
  }

  /** The same with its tree; the order of its lines does not matter to a parser. */
  tree(taskUuidStart: string): Promise<{ readonly row: TaskRow; readonly tree: TaskTree }> {
    return this.ask(async (store) => {
      const row = await onlyTask(store, taskUuidStart);
      const { value: tree } = await treesOfTasks(store, [row.taskUuid]).next();
      if (tree === undefined) throw new AgentError(`The log has no line of the task ${row.taskUuid} any more.`);
      return { row, tree };
    });
  }

  /**
   * Takes trees of the log until so many seconds are over: of the tasks in which something may be that is looked for, out
   * of the store where it can tell which they are, else of all in the order of the log.
   */
  async search<Value>(
    needed: NeededTasks,
    seconds: number,
    take: (reading: TreesInTime) => Promise<Value>,
  ): Promise<Value> {
    const end = performance.now() + seconds * 1_000;
    const query = this.#isCluster ? undefined : queryOf(needed);
    if (query === undefined) {
      return take(treesInTime((await openLogs(this.names)).trees({ sought: needed.text }), end));
    }
    return this.ask(async (store) => {
      const trees = treesOfTasks(store, await store.taskUuids(query), { atOnce: AT_ONCE });
      try {
        return await take(treesInTime(trees, end));
      } finally {
        // The store is closed behind this: nobody must be amid a question to it.
        await trees.return();
      }
    });
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

function treesInTime(reading: AsyncGenerator<TaskTree, void, undefined>, end: number): TreesInTime {
  let isWhole = false;
  let tasks = 0;
  async function* inTime() {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, end - performance.now(), undefined);
    });
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
      // It may be amid a read; nobody waits for that here.
      reading.return().catch(() => {});
    }
  }
  return { trees: inTime(), isWhole: () => isWhole, tasks: () => tasks };
}

function sampleSize({ tasks, messages }: LogSummary): number {
  const long = Math.floor((MOST_SAMPLED.messages * tasks) / Math.max(1, messages));
  return Math.max(1, Math.min(MOST_SAMPLED.tasks, long));
}

/** The value of a promise that is fulfilled; `undefined` while it is not. */
async function ifSettled<Value>(promise: Promise<Value> | undefined): Promise<Value | undefined> {
  return promise && (await Promise.race([promise, Promise.resolve(undefined)]));
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
