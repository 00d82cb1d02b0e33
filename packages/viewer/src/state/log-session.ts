import type { DiffAnswer, LogNews, LogSource, LogSummary, SlowAnswer, TypeNumbers, WhyAnswer } from "@clew/log";
import { effect, type Signal, signal } from "@preact/signals";
import { Forest } from "./forest.js";
import type { Navigation } from "./navigation.js";
import { OpenTask } from "./open-task.js";
import { Resource } from "./resource.js";
import { Scopes } from "./scopes.js";

/** The state of the news about the log: `still` where it cannot grow. */
export type Connection = "still" | "open" | "lost";

/** One log, as long as the page shows it. */
export class LogSession {
  readonly source: LogSource;
  readonly navigation: Navigation;
  readonly summary = new Resource<LogSummary>();
  readonly forest: Forest;
  readonly task: OpenTask;
  readonly scopes: Scopes;
  readonly why = new Resource<WhyAnswer>();
  readonly slow = new Resource<SlowAnswer>();
  readonly diff = new Resource<DiffAnswer>();
  readonly types = new Resource<readonly TypeNumbers[]>();
  readonly connection: Signal<Connection> = signal("still");
  /** Nothing that is shown changes while this is set. */
  readonly paused = signal(false);
  /** The number of news that were left out because the page had fallen behind; 0 once the reader has seen it. */
  readonly missed = signal(0);
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
    );
    void this.summary.ask(() => source.summary());
    this.#stop.push(effect(() => this.#answer()));
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }

  /** Asks the questions that take a while when somebody wants to see the answer. */
  #answer(): void {
    const { view, a, b } = this.navigation.state.value;
    if (view === "why" && isNew(this.why)) void this.why.ask(() => this.source.why());
    if (view === "slow" && isNew(this.slow)) this.#askSlow();
    if (view !== "diff") return;
    if (a === undefined || b === undefined) this.diff.clear();
    else void this.diff.ask(() => this.source.diff(a, b));
  }

  /** Asks anew what was asked of the log as it was. */
  refresh(): void {
    if (this.summary.value === undefined) void this.summary.ask(() => this.source.summary());
    const { view, a, b } = this.navigation.state.peek();
    if (view === "why") void this.why.ask(() => this.source.why());
    else this.why.clear();
    if (view === "slow") this.#askSlow();
    else this.slow.clear();
    if (view === "diff" && a !== undefined && b !== undefined) {
      void this.diff.ask(() => this.source.diff(a, b));
    }
    this.forest.reload();
    this.task.reload();
    this.scopes.reload();
  }

  #askSlow(): void {
    void this.slow.ask(() => this.source.slow());
    void this.types.ask(() => this.source.types());
  }

  #hear(news: LogNews): void {
    if (news.kind === "connection") {
      const again = this.connection.peek() === "lost" && news.state === "open";
      this.connection.value = news.state;
      if (again) void this.summary.ask(() => this.source.summary()).then(() => this.forest.grow(new Set()));
    } else if (news.kind === "gap") {
      this.missed.value += news.missed;
      void this.summary.ask(() => this.source.summary());
      this.refresh();
    } else {
      this.summary.set(news.summary);
      this.forest.grow(new Set(news.taskUuids));
      this.task.grow(news.moreTasks ? undefined : news.taskUuids);
    }
  }
}

function isNew(resource: Resource<unknown>): boolean {
  const { value, loading, error } = resource.asked.peek();
  return value === undefined && !loading && error === undefined;
}
