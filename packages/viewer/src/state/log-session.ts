// One log, as long as the page shows it: its summary, its views, and the news of its growth, which reach all of them.

import {
  type ApartAnswer,
  type DiffAnswer,
  FEW_TASKS,
  FIRST_SAMPLE,
  type LogNews,
  type LogSource,
  type LogSummary,
  type SlowAnswer,
  type TypeNumbers,
  type WhyAnswer,
} from "@clew/log";
import { computed, effect, type Signal, signal } from "@preact/signals";
import { Forest } from "./forest.js";
import { LogAnswer, type Question } from "./log-answer.js";
import type { Navigation } from "./navigation.js";
import { OpenTask } from "./open-task.js";
import { Resource } from "./resource.js";
import { Scopes } from "./scopes.js";
import { askSlowest, type SlowestAnswer } from "./slowest.js";

/** Of a log with many tasks samples of so many answer one after another before all do. */
const SAMPLES = [FIRST_SAMPLE, 1000];

/** The state of the news about the log: `still` where it cannot grow. */
export type Connection = "still" | "open" | "lost";

export class LogSession {
  readonly source: LogSource;
  readonly navigation: Navigation;
  readonly summary = new Resource<LogSummary>();
  readonly forest: Forest;
  readonly task: OpenTask;
  readonly scopes: Scopes;
  readonly connection: Signal<Connection> = signal("still");
  /** Nothing that is shown changes while this is set. */
  readonly paused = signal(false);
  /** The number of news that were left out because the page had fallen behind; 0 once the reader has seen it. */
  readonly missed = signal(0);
  readonly why = new LogAnswer<WhyAnswer>(this.summary, this.paused);
  readonly slow = new LogAnswer<SlowAnswer>(this.summary, this.paused);
  readonly diff = new LogAnswer<DiffAnswer>(this.summary, this.paused);
  /** The slowest of the matching tasks against the others; `null` where none has ended. */
  readonly slowest = new LogAnswer<SlowestAnswer | null>(this.summary, this.paused);
  /** What sets the tasks apart that somebody chose. */
  readonly apart = new LogAnswer<ApartAnswer>(this.summary, this.paused);
  /** Two choices of tasks against each other. */
  readonly compared = new LogAnswer<DiffAnswer>(this.summary, this.paused);
  /** The log against its baseline, where it has one. */
  readonly comparedLogs = new LogAnswer<DiffAnswer>(this.summary, this.paused);
  readonly types = new LogAnswer<readonly TypeNumbers[]>(this.summary, this.paused);
  readonly #isRead = computed(() => this.summary.value !== undefined);
  readonly #isPaired = computed(() => this.summary.value?.compared !== undefined);
  readonly #stop: (() => void)[] = [];

  constructor(source: LogSource, navigation: Navigation) {
    this.source = source;
    this.navigation = navigation;
    // Before the first question, so that nothing that is written meanwhile is missed.
    this.#stop.push(source.follow((news) => this.#hear(news)));
    this.forest = new Forest(source, navigation, this.summary, this.paused);
    this.task = new OpenTask(source, navigation, this.paused);
    this.scopes = new Scopes(source, navigation);
    this.#stop.push(
      () => this.forest.close(),
      () => this.task.close(),
      () => this.scopes.close(),
      ...this.#answers.map((answer) => () => answer.leave()),
    );
    const known = this.summary.ask(() => source.summary());
    void known.then(() => this.#openRecording());
    this.#stop.push(effect(() => this.#look()));
  }

  get #answers(): readonly LogAnswer<unknown>[] {
    return [this.why, this.slow, this.slowest, this.apart, this.compared, this.comparedLogs, this.diff, this.types];
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }

  /** Asks the questions that take a while when somebody wants to see the answer. */
  #look(): void {
    const { view, query, slowest, apart, a, b, setA, setB } = this.navigation.state.value;
    if (!this.#isRead.value) return;
    const { source } = this;
    const key = JSON.stringify(query);
    const isTime = view === "slow";
    const isLarge = (this.summary.asked.peek().value?.tasks ?? 0) > FEW_TASKS;
    const sampled = <T>(ask: (sample: number) => Promise<T>, samples: readonly number[] = SAMPLES) =>
      isLarge ? samples.map((tasks) => ({ tasks, ask: () => ask(tasks) })) : [];
    look(
      this.why,
      view === "why" || view === "overview",
      key,
      () => source.why(query),
      sampled((sample) => source.why(query, sample)),
    );
    look(
      this.slow,
      view === "overview" || (isTime && !slowest),
      key,
      () => source.slow(query),
      sampled((sample) => source.slow(query, sample)),
    );
    look(this.slowest, isTime && slowest, key, () => askSlowest(source, query));
    look(this.types, isTime || view === "overview", "", () => source.types());
    if (apart === undefined) this.apart.clear();
    else {
      look(
        this.apart,
        view === "forest",
        JSON.stringify([apart, query]),
        () => source.apart(apart, query),
        sampled((sample) => source.apart(apart, query, sample), [FIRST_SAMPLE]),
      );
    }
    if (view !== "diff" || setA === undefined || setB === undefined) this.compared.clear();
    else this.compared.see(JSON.stringify([setA, setB]), () => source.compare(setA, setB));
    const isOfLogs =
      view === "overview" || (view === "diff" && a === undefined && b === undefined && setA === undefined);
    if (this.#isPaired.value) look(this.comparedLogs, isOfLogs, "", () => comparedBy(source));
    if (view !== "diff" || a === undefined || b === undefined) this.diff.clear();
    else this.diff.see(JSON.stringify([a, b]), () => source.diff(a, b));
  }

  /** A log of recordings alone has nothing to show but the first of them. */
  async #openRecording(): Promise<void> {
    await this.scopes.offered;
    const [recording] = this.scopes.recordings.peek();
    const { value } = this.summary.asked.peek();
    if (recording === undefined || value === undefined || value.messages > 0) return;
    if (this.navigation.state.peek().view !== "overview") return;
    this.scopes.look({ kind: "recording", recording });
    this.navigation.adjust({ view: "scopes" });
  }

  /** Holds what is shown still, or lets it go on, up to now. */
  togglePause(): void {
    this.paused.value = !this.paused.peek();
    if (!this.paused.peek()) this.refresh();
  }

  /** Asks anew what was asked of the log as it was. */
  refresh(): void {
    if (this.summary.value === undefined) void this.summary.ask(() => this.source.summary());
    for (const answer of this.#answers) void answer.again();
    this.forest.reload();
    this.task.reload();
    this.scopes.reload();
  }

  #hear(news: LogNews): void {
    if (news.kind === "connection") {
      const again = this.connection.peek() === "lost" && news.state === "open";
      this.connection.value = news.state;
      if (again) void this.summary.ask(() => this.source.summary()).then(() => this.#grow(new Set(), undefined));
    } else if (news.kind === "gap") {
      this.missed.value += news.missed;
      void this.summary.ask(() => this.source.summary());
      this.refresh();
    } else {
      this.summary.set(news.summary);
      this.#grow(new Set(news.taskUuids), news.moreTasks ? undefined : news.taskUuids);
    }
  }

  /** Tells all views that tasks have changed; `named` is `undefined` for more of them than can be named. */
  #grow(changed: ReadonlySet<string>, named: readonly string[] | undefined): void {
    this.forest.grow(changed);
    this.task.grow(named);
    this.scopes.grow();
    for (const answer of this.#answers) answer.grow();
  }
}

/** Asks for an answer where somebody looks at it. */
function look<T>(
  answer: LogAnswer<T>,
  isSeen: boolean,
  key: string,
  ask: () => Promise<T>,
  samples?: Question<T>["samples"],
): void {
  if (isSeen) answer.see(key, ask, samples);
  else answer.leave();
}

/** A log with a baseline is one of a server, which compares the two. */
function comparedBy(source: LogSource): Promise<DiffAnswer> {
  return source.compareLogs?.() ?? Promise.reject(new Error("This log has no baseline."));
}
