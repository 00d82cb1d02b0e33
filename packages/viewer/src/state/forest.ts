// The tasks that the forest shows. A log may hold millions, so only those near what is seen are asked for. Where the log
// grows, what one reads must not move: the list ends at a moment, and newer tasks wait until they are wanted.

import type {
  Facets,
  Heatmap,
  Histogram,
  LogSource,
  LogSummary,
  PageRequest,
  SearchHit,
  TaskGroups,
  TaskQuery,
} from "@clew/log";
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { ViewName } from "../model/index.js";
import type { Navigation } from "./navigation.js";
import { Resource, sentenceOf } from "./resource.js";
import { TaskPages } from "./task-pages.js";
import { Throttle } from "./throttle.js";

const BUCKETS = 120;
const COLUMNS = 60;
/** The views that show the tasks, or numbers of them. */
const LISTED_IN: ReadonlySet<ViewName> = new Set(["overview", "forest"]);
/** What tasks are grouped by before somebody says. */
export const FIRST_FIELD = "type";
/** Messages that are listed at most. */
export const MOST_HITS = 200;

export class Forest {
  readonly pages: TaskPages;
  readonly facets = new Resource<Facets>();
  readonly histogram = new Resource<Histogram>();
  readonly heatmap = new Resource<Heatmap>();
  /** The matching tasks by the values of the field that they are grouped by. */
  readonly groups = new Resource<TaskGroups>();
  /** The duration of the slowest of the matching tasks, in seconds. */
  readonly slowest = new Resource<number>();
  /** The first messages in which the text stands that was searched for. */
  readonly hits = new Resource<readonly SearchHit[]>();
  /** The number of matching tasks that have begun since the list was made. */
  readonly newer = signal(0);
  /** The place in the list where the reader was when he left it; good for the list with this key. */
  place: { readonly key: string; readonly active: number; readonly scrollTop: number } | undefined;
  /** Counts how often the list was to be shown from its beginning. */
  readonly shownAnew = signal(0);
  readonly #source: LogSource;
  readonly #navigation: Navigation;
  readonly #summary: Resource<LogSummary>;
  readonly #paused: ReadonlySignal<boolean>;
  readonly #error = signal<string | undefined>(undefined);
  readonly #throttle = new Throttle(700);
  readonly #stop: () => void;
  /** The moment at which the list ends, where the log grows. */
  #until: number | undefined;
  #asked = "";
  /** Set while nobody looks at the list and the log grows. */
  #isBehind = false;
  #changed = new Set<string>();

  constructor(
    source: LogSource,
    navigation: Navigation,
    summary: Resource<LogSummary>,
    paused: ReadonlySignal<boolean>,
  ) {
    this.#source = source;
    this.#navigation = navigation;
    this.#summary = summary;
    this.#paused = paused;
    this.pages = new TaskPages(source, (error) => {
      this.#error.value = error === undefined ? undefined : sentenceOf(error);
    });
    this.#stop = effect(() => {
      const { view, query, sort, descending, list, by, chart } = navigation.state.value;
      if (summary.asked.value.value === undefined || !LISTED_IN.has(view)) return;
      const key = JSON.stringify([query, sort, descending, list, by, chart]);
      if (key === this.#asked) {
        if (this.#isBehind) void this.#catchUp();
        return;
      }
      this.pages.toTop();
      this.#load(key);
    });
  }

  get error(): ReadonlySignal<string | undefined> {
    return this.#error;
  }

  close(): void {
    this.#stop();
    this.#throttle.cancel();
  }

  /** Makes the list anew, up to now. */
  reload(): void {
    const { query, sort, descending, list, by, chart } = this.#navigation.state.peek();
    this.#load(JSON.stringify([query, sort, descending, list, by, chart]));
  }

  /** Makes the list anew, up to now, and shows it from its beginning. */
  showNewer(): void {
    this.shownAnew.value++;
    this.pages.toTop();
    this.reload();
  }

  /** The log has grown; these tasks have changed. */
  grow(changed: ReadonlySet<string>): void {
    for (const taskUuid of changed) this.#changed.add(taskUuid);
    this.#throttle.run(() => void this.#catchUp());
  }

  async #catchUp(): Promise<void> {
    this.#isBehind = this.#paused.peek() || !LISTED_IN.has(this.#navigation.state.peek().view);
    if (this.#isBehind) return;
    if (this.pages.isAtTop) this.reload();
    else {
      const changed = this.#changed;
      this.#changed = new Set();
      await Promise.all([this.pages.update(changed), this.#countNewer()]);
    }
  }

  async #countNewer(): Promise<void> {
    const { query } = this.#navigation.state.peek();
    if (this.#until === undefined) return;
    const from = Math.max(query.from ?? this.#until, this.#until);
    const page = { sort: "time", descending: true, offset: 0, limit: 1 } as const;
    const { total } = await this.#source.tasks({ ...query, from }, page).catch(() => ({ total: 0 }));
    this.newer.value = total;
  }

  #load(key: string): void {
    this.#asked = key;
    this.#isBehind = false;
    this.#changed = new Set();
    const { view, query, sort, descending, list, by = FIRST_FIELD, chart } = this.#navigation.state.peek();
    const upToNow = this.#upToNow(query);
    this.newer.value = 0;
    // A browser asks a server only some questions at once, and the server answers them all with the same processors: what
    // is looked at is asked first.
    const isListSeen = view === "forest";
    const listed = isListSeen ? this.#list(upToNow, { sort, descending }) : Promise.resolve();
    const { text, ...others } = upToNow;
    if (text === undefined) this.hits.clear();
    else if (list === "messages") {
      // One more than is shown tells whether there are more.
      void this.hits.ask(() => this.#source.search(text, MOST_HITS + 1, others));
    }
    if (list === "groups") void this.groups.ask(() => this.#source.groups(upToNow, by));
    if (chart === "heatmap") void this.heatmap.ask(() => listed.then(() => this.#source.heatmap(upToNow, COLUMNS)));
    const counted = Promise.all([
      this.facets.ask(() => listed.then(() => this.#source.facets(upToNow))),
      this.histogram.ask(() => listed.then(() => this.#source.histogram(upToNow, BUCKETS))),
    ]);
    if (!isListSeen) void this.#list(upToNow, { sort, descending }, counted);
  }

  /** Begins the list once something has settled, and asks for what its bars are drawn by. */
  #list(query: TaskQuery, order: Pick<PageRequest, "sort" | "descending">, after?: Promise<unknown>): Promise<void> {
    void this.slowest.ask(async () => {
      await after;
      const page = { sort: "duration", descending: true, offset: 0, limit: 1 } as const;
      return (await this.#source.tasks(query, page)).rows[0]?.duration ?? 0;
    });
    return this.pages.show(query, order, after);
  }

  #upToNow(query: TaskQuery): TaskQuery {
    const summary = this.#summary.asked.peek().value;
    this.#until = summary?.live === true && summary.lastTime !== null ? summary.lastTime + 1e-6 : undefined;
    if (this.#until === undefined || (query.to ?? Number.POSITIVE_INFINITY) <= this.#until) return query;
    return { ...query, to: this.#until };
  }
}
