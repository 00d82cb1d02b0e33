// Questions that take long, answered in threads: each once for a state of the log, of all its tasks or of a part of them.

import { Worker } from "node:worker_threads";
import {
  alikeIn,
  type CountedTasks,
  countedKey,
  encodeExact,
  evenPart,
  FEW_TASKS,
  FIRST_SAMPLE,
  findTask,
  type LogStore,
  type LogSummary,
  narrowedTo,
  type Origins,
  type SampledSides,
  sampleSides,
  sampleTasks,
  type TaskOrigin,
  type TaskQuery,
  tasksBeside,
  type Way,
} from "@clew/log";
import { keptText, type RowTexts } from "../kept/index.js";
import { BUILT } from "../places.js";
import type { Explanations, LogPair } from "./shown-log.js";

/** A question for a thread: of the files of a log, or of pieces of its text. */
export type Explaining =
  | OfTasks
  | OfOrigins
  | OfSides
  | ({ readonly question: "compare"; readonly a: readonly string[]; readonly b: readonly string[] } & LogBytes)
  | { readonly question: "usual"; readonly files: readonly string[] }
  | { readonly question: "logs"; readonly a: LogBytes; readonly b: LogBytes }
  | ({ readonly question: "path"; readonly way: Way | string } & LogBytes)
  | { readonly question: "diff"; readonly a: string; readonly b: string; readonly lines: readonly string[] };

/** Of all tasks, or of some. */
export type OfTasks = { readonly question: "why" | "slow"; readonly tasks?: readonly string[] | undefined } & LogBytes;
/** Of tasks that are chosen, and of others; the lines are of these and perhaps of more. */
export interface OfSides {
  readonly question: "apart";
  readonly chosen: readonly string[];
  readonly others: readonly string[];
  /** The number of tasks of which they are a part. */
  readonly tasks: number | undefined;
  readonly lines: readonly string[];
}
/** The same as of the failures of all tasks, for the origins. */
export type OfOrigins = { readonly question: "origins" } & LogBytes;

export type LogBytes = { readonly files: readonly string[] } | { readonly lines: readonly string[] };

/** The answer of a thread, as the text of JSON; of failures with the origin of each failed task, of changes with what they count. */
export interface Explained {
  readonly text: string;
  readonly origins?: readonly (readonly [taskUuid: string, origin: TaskOrigin])[];
  readonly counted?: CountedTasks;
}

/** The state of a log, as far as its explanations need it. */
export interface ExplainedLog {
  /** Another number for each state of the log. */
  readonly version: number;
  bytes(): LogBytes;
  summary(): Promise<LogSummary>;
  readonly store: ExplainedStore;
}

/** A store, with the texts that it keeps where it lies beside its log. */
export type ExplainedStore = Pick<LogStore, "tasks" | "taskLines" | "taskUuids" | "taskUuidsAt" | "linesOf"> & {
  readonly texts?: RowTexts;
};

/** The time after which nobody would wait any longer. */
const MOST_MS = 300_000;
const MOST_HEAP_MIB = 2048;
/** The heap's room for what is new, in a thread that stays: what is made of a sample is used to the end, and copied where room is short. */
const NEW_HEAP_MIB = 96;
const THREAD = new URL("explain-thread.js", BUILT);

/** A question that was asked, of the state in which the log was when its turn came. */
interface Turn {
  version: number | undefined;
  readonly answer: Promise<Explained>;
}

/**
 * Answers the questions that take long in threads: each once for a state of the log, however many pages ask. One question is never
 * worked on twice at a time: who asks while the log grows waits for the turn that reads it as it is then.
 */
export class ThreadExplanations implements Explanations {
  /** The log with its baseline, where it is one of the two. */
  pair: LogPair | undefined;
  readonly #log: ExplainedLog;
  readonly #turns = new Map<string, Turn>();
  readonly #threads = new Set<Worker>();
  readonly #sampling: LastingThread;
  /** The origins of the last answer about the failures of the whole log. */
  #origins: { readonly of: Explained; readonly byTask: Origins } | undefined;
  /** The sample that was taken last. */
  #sample: { readonly of: string; readonly texts: RowTexts | undefined; readonly lines: Promise<string> } | undefined;

  /** The common part of the last boxes. */
  #common: { readonly of: string; readonly lines: Promise<string> } | undefined;

  /** Settles when nothing is worked out any more that nobody has asked for yet. */
  #expecting: Promise<void> = Promise.resolve();

  /** With the thread that is to answer of samples, where it was started before the log was there. */
  constructor(log: ExplainedLog, sampling = new LastingThread()) {
    this.#log = log;
    this.#sampling = sampling;
  }

  expectPage(): void {
    // Whoever asks is told why there is no answer.
    this.#expecting = Promise.all([this.#expecting, this.answerFirst().catch(ignore)]).then(ignore);
  }

  /** Answers what a page asks first, where it asks that of a sample; the store keeps it. */
  async answerFirst(): Promise<void> {
    const { tasks } = await this.#log.summary();
    if (tasks > FEW_TASKS) await Promise.all([this.why({}, FIRST_SAMPLE), this.slow({}, FIRST_SAMPLE)]);
  }

  async why(query: TaskQuery, sample?: number): Promise<string> {
    return (await this.#ofTasks("why", query, sample)).text;
  }

  async slow(query: TaskQuery, sample?: number): Promise<string> {
    return (await this.#ofTasks("slow", query, sample)).text;
  }

  async origin(taskUuid: string): Promise<string> {
    return encodeExact((await this.#originsOfLog()).get(taskUuid)?.place ?? null);
  }

  async told({ like, counted, ...query }: TaskQuery): Promise<TaskQuery> {
    const alike = like === undefined ? query : narrowedTo(query, alikeIn(await this.#originsOfLog(), like));
    if (counted === undefined) return alike;
    const { of, change, side } = counted;
    const sets = of === undefined ? await this.pair?.counted() : (await this.#compared(of.a, of.b)).counted;
    const key = countedKey(change, side);
    return narrowedTo(alike, sets?.find(([each]) => each === key)?.[1] ?? []);
  }

  async #originsOfLog(): Promise<Origins> {
    const known = await this.#ofTasks("why", {}, undefined);
    // An answer that was kept beside the log has none: the log is read for them when somebody asks.
    const answer =
      known.origins === undefined
        ? await this.#once("origins", () => this.#inThread({ question: "origins", ...this.#log.bytes() }))
        : known;
    if (this.#origins?.of !== answer) this.#origins = { of: answer, byTask: new Map(answer.origins) };
    return this.#origins.byTask;
  }

  /**
   * What sets the tasks that match the first query apart from the others of those that match the second. A sample is what a
   * person waits for who drew a box: a thread that is there already answers it.
   */
  async apart(these: TaskQuery, among: TaskQuery, sample?: number): Promise<string> {
    const { store } = this.#log;
    const isFirst = sample !== undefined;
    if (isFirst) this.#sampling.start();
    const answer = await this.#once(JSON.stringify(["apart", these, among, sample]), async () => {
      const [all, matching] = await Promise.all([
        this.told(among).then((query) => store.taskUuids(query)),
        this.told(these).then((query) => store.taskUuids(query)),
      ]);
      const wanted = new Set(matching);
      const { chosen, others, common } = isFirst
        ? sampleSides(all, (uuid) => wanted.has(uuid), Math.ceil(sample / 2))
        : evenSides(all, wanted);
      const isCommon = new Set(common);
      const own = [...chosen, ...others].filter((uuid) => !isCommon.has(uuid));
      const lines = await Promise.all([this.#linesOfCommon(common), store.linesOf(own)]);
      const tasks = chosen.length + others.length < all.length ? all.length : undefined;
      const asked: Explaining = { question: "apart", chosen, others, tasks, lines };
      return isFirst ? this.#sampling.ask(asked) : this.#inThread(asked);
    });
    return answer.text;
  }

  async compare(a: TaskQuery, b: TaskQuery): Promise<string> {
    return (await this.#compared(a, b)).text;
  }

  #compared(a: TaskQuery, b: TaskQuery): Promise<Explained> {
    const { store } = this.#log;
    return this.#once(JSON.stringify(["compare", a, b]), async () => {
      const [inA, inB] = [a, b].map(async (query) =>
        evenPart(await store.taskUuids(await this.told(query)), MOST_OF_SIDE),
      );
      const sides = [(await inA) ?? [], (await inB) ?? []] as const;
      const lines = [await store.linesOf([...new Set(sides.flat())])];
      return this.#inThread({ question: "compare", a: sides[0], b: sides[1], lines });
    });
  }

  /** The log against one that is as usual, as `clew diff` compares them. */
  besides(usual: ExplainedLog): Promise<Explained> {
    return this.#once("logs", () => this.#inThread({ question: "logs", a: usual.bytes(), b: this.#log.bytes() }));
  }

  async path(way: Way | string): Promise<string> {
    const answer = await this.#once(JSON.stringify(["path", way]), () =>
      this.#inThread({ question: "path", way, ...this.#log.bytes() }),
    );
    return answer.text;
  }

  async diff(taskUuidA: string, taskUuidB: string): Promise<string> {
    const { store } = this.#log;
    const [a, b] = [await findTask(store, taskUuidA), await findTask(store, taskUuidB)];
    const answer = await this.#once(JSON.stringify([a, b]), async () => {
      const lines = [await store.linesOf([...new Set([a, b, ...(await tasksBeside(store, [a, b]))])])];
      return this.#inThread({ question: "diff", a, b, lines });
    });
    return answer.text;
  }

  /** The lines of a sample; those of the last one are held, for a page asks several questions of one at once. */
  #linesOfSample(query: TaskQuery, sample: number): Promise<string> {
    const of = JSON.stringify([this.#log.version, query, sample]);
    const { store } = this.#log;
    const { texts } = store;
    if (this.#sample?.of === of && this.#sample.texts === texts) return this.#sample.lines;
    const lines = this.told(query)
      .then((told) => sampleTasks(store, told, sample))
      .then((tasks) => store.linesOf(tasks));
    this.#sample = { of, texts, lines };
    lines.catch(() => {
      if (this.#sample?.lines === lines) this.#sample = undefined;
    });
    return lines;
  }

  /** The lines of the tasks that many boxes are set against; those of the last ones are held. */
  #linesOfCommon(tasks: readonly string[]): Promise<string> {
    if (tasks.length === 0) return Promise.resolve("");
    const of = JSON.stringify([this.#log.version, tasks]);
    if (this.#common?.of === of) return this.#common.lines;
    const lines = this.#log.store.linesOf(tasks);
    this.#common = { of, lines };
    lines.catch(() => {
      if (this.#common?.lines === lines) this.#common = undefined;
    });
    return lines;
  }

  /** A question of the whole log, of the tasks of it that match, or of a sample of those. */
  #ofTasks(question: "why" | "slow", query: TaskQuery, sample: number | undefined): Promise<Explained> {
    const isNarrowed = Object.keys(query).length > 0;
    const key = JSON.stringify([question, query, sample]);
    return this.#once(key, async () => {
      const { store } = this.#log;
      if (sample !== undefined) {
        const ofSample = async () => {
          this.#sampling.start();
          return this.#sampling.ask({ question, lines: [await this.#linesOfSample(query, sample)] });
        };
        if (isNarrowed || sample !== FIRST_SAMPLE) return ofSample();
        return { text: await keptText(store.texts, key, async () => (await ofSample()).text) };
      }
      const tasks = isNarrowed ? await store.taskUuids(await this.told(query)) : undefined;
      return this.#inThread({ question, tasks, ...this.#log.bytes() });
    });
  }

  /** Works out the usual questions in one reading, and keeps their answers beside the log. */
  async keepUsual(files: readonly string[]): Promise<void> {
    await this.#inThread({ question: "usual", files });
  }

  /** The answer of some tasks alone, given as their lines. */
  async ofLines(question: "why" | "slow" | { readonly path: string }, lines: string): Promise<string> {
    const asked = typeof question === "string" ? { question } : ({ question: "path", way: question.path } as const);
    return (await this.#sampling.ask({ ...asked, lines: [lines] })).text;
  }

  async close(): Promise<void> {
    await Promise.all([this.#sampling.close(), ...[...this.#threads].map((thread) => thread.terminate())]);
    // The store is asked no longer then.
    await this.#expecting;
  }

  #once(key: string, answer: () => Promise<Explained>): Promise<Explained> {
    const before = this.#turns.get(key);
    if (before !== undefined && (before.version === undefined || before.version === this.#log.version)) {
      return before.answer;
    }
    if (this.#turns.size >= MOST_REMEMBERED) this.#turns.clear();
    const free = before === undefined ? Promise.resolve() : before.answer.then(ignore, ignore);
    const turn: Turn = {
      version: undefined,
      answer: free.then(() => {
        turn.version = this.#log.version;
        return answer();
      }),
    };
    this.#turns.set(key, turn);
    turn.answer.catch(() => {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    });
    return turn.answer;
  }

  #inThread(workerData: Explaining): Promise<Explained> {
    const thread = new Worker(THREAD, { workerData, resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB } });
    this.#threads.add(thread);
    const tooLate = setTimeout(() => void thread.terminate(), MOST_MS).unref();
    return new Promise<Explained>((resolve, reject) => {
      thread.on("message", resolve);
      thread.on("error", reject);
      thread.on("exit", () => {
        clearTimeout(tooLate);
        this.#threads.delete(thread);
        reject(new Error("it was given up; ask the command, which takes the time that it needs"));
      });
    });
  }
}

/** A thread that stays for the next question: what is small is answered before a thread has started. */
export class LastingThread {
  #thread: Worker | undefined;
  #isClosed = false;
  readonly #waiting: { resolve(answer: Explained): void; reject(error: unknown): void }[] = [];

  /** Lets the thread start while its question is still gathered. */
  start(): void {
    if (!this.#isClosed) this.#thread ??= this.#begin();
  }

  ask(question: Explaining): Promise<Explained> {
    this.start();
    return new Promise((resolve, reject) => {
      if (this.#thread === undefined) return reject(new Error(GIVEN_UP));
      this.#waiting.push({ resolve, reject });
      this.#thread.postMessage(question);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.terminate();
  }

  #begin(): Worker {
    const thread = new Worker(THREAD, {
      resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB, maxYoungGenerationSizeMb: NEW_HEAP_MIB },
    });
    thread.unref();
    // Answers come in the order of the questions.
    thread.on("message", (answer: Explained) => this.#waiting.shift()?.resolve(answer));
    const end = (error: unknown) => {
      if (this.#thread === thread) this.#thread = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    thread.on("error", end);
    thread.on("exit", () => end(new Error(GIVEN_UP)));
    return thread;
  }
}

/** Works out what a page asks first of a store, which keeps it. */
export async function answerFirst(store: ExplainedStore & Pick<LogStore, "summary">): Promise<void> {
  const log = { version: 1, store, summary: () => store.summary(), bytes: () => ({ lines: [] }) };
  const explanations = new ThreadExplanations(log);
  try {
    await explanations.answerFirst();
  } finally {
    await explanations.close();
  }
}

const GIVEN_UP = "it was given up, for the server ends";
const MOST_REMEMBERED = 64;
/** Tasks of each side that are looked at where two are set against each other. */
const MOST_OF_SIDE = 2500;

function evenSides(all: readonly string[], wanted: ReadonlySet<string>): SampledSides<string> {
  const partOf = (isSide: (uuid: string) => boolean) => evenPart(all.filter(isSide), MOST_OF_SIDE);
  return { chosen: partOf((uuid) => wanted.has(uuid)), others: partOf((uuid) => !wanted.has(uuid)), common: [] };
}

function ignore(): void {}
