// The scopes that are looked at: of the open task, of all tasks that match what is brushed, or of a recording that
// trio-vis wrote.

import { type LogSource, MOST_NAMED } from "@clew/log";
import { readScHistory } from "@clew/log/recording";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { parseLine } from "clew/parse";
import {
  type LaneForest,
  type LoadedTask,
  lanesOfHistory,
  lanesOfTasks,
  loadTask,
  type Recording,
  type TimedTask,
} from "../model/index.js";
import type { Navigation } from "./navigation.js";
import { Resource } from "./resource.js";

export type ScopesOf =
  | { readonly kind: "task" }
  | { readonly kind: "tasks" }
  | { readonly kind: "recording"; readonly recording: Recording };

export interface ShownScopes {
  readonly forest: LaneForest;
  /** The number of tasks that were read, and of those that match. */
  readonly tasks: number;
  readonly matching: number;
}

/** More tasks than this are not read to be looked at at once. */
const MOST_TASKS = 200;

export class Scopes {
  readonly shown = new Resource<ShownScopes>();
  readonly #of = computed<ScopesOf>(() => {
    const { scopesOf } = this.#navigation.state.value;
    if (scopesOf === "tasks") return { kind: "tasks" };
    const name = scopesOf?.recording;
    // Of two of one name the one that was given last.
    const recording = name === undefined ? undefined : this.#recordings.value.findLast((each) => each.name === name);
    return recording === undefined ? { kind: "task" } : { kind: "recording", recording };
  });
  readonly #recordings = signal<readonly Recording[]>([]);
  readonly #source: LogSource;
  readonly #navigation: Navigation;
  readonly #stop: () => void;
  /** The recording that was read, or the words of what was asked. */
  #asked: Recording | string | undefined;
  readonly #again = signal(0);
  /** Settles when the recordings that were opened beside the log are known. */
  readonly offered: Promise<void>;
  /** True where the log has grown since the scopes were read; they stand still until the reader wants the new ones. */
  readonly isOld = signal(false);

  constructor(source: LogSource, navigation: Navigation) {
    this.#source = source;
    this.#navigation = navigation;
    // A log without its recordings is still shown.
    const recordings = source.recordings?.() ?? Promise.resolve([]);
    this.offered = recordings.then(
      (list) =>
        this.offer(list.map(({ id, name }) => ({ name, text: async () => (await source.recording?.(id)) ?? "" }))),
      () => undefined,
    );
    this.#stop = effect(() => {
      const { view, task, query } = navigation.state.value;
      const of = this.#of.value;
      if (view !== "scopes") return;
      const kind = of.kind === "task" && task === undefined ? "tasks" : of.kind;
      const asked = kind === "task" ? task : kind === "tasks" ? JSON.stringify(query) : undefined;
      const what = of.kind === "recording" ? of.recording : `${kind} ${asked}`;
      void this.#again.value;
      if (what === this.#asked) return;
      this.#asked = what;
      this.isOld.value = false;
      void this.shown.ask(() => this.#load(of, kind));
    });
  }

  /** The open task, or without one all tasks that match. */
  get of(): ReadonlySignal<ScopesOf> {
    return this.#of;
  }

  get recordings(): ReadonlySignal<readonly Recording[]> {
    return this.#recordings;
  }

  /** Offers recordings; one that the reader just dropped on the page is shown at once. */
  offer(recordings: readonly Recording[]): void {
    this.#recordings.value = [...this.#recordings.peek(), ...recordings];
  }

  look(of: ScopesOf): void {
    const scopesOf =
      of.kind === "recording" ? { recording: of.recording.name } : of.kind === "tasks" ? of.kind : undefined;
    this.#navigation.step({ scopesOf, lane: undefined });
  }

  /** The log has grown. Whoever looks at its scopes keeps them as they are until he wants the new ones. */
  grow(): void {
    if (this.#of.peek().kind === "recording" || this.#asked === undefined) return;
    if (this.#navigation.state.peek().view === "scopes") this.isOld.value = true;
    else this.#asked = undefined;
  }

  /** Reads the scopes anew. */
  reload(): void {
    this.#asked = undefined;
    this.#again.value++;
  }

  close(): void {
    this.#stop();
  }

  async #load(of: ScopesOf, kind: ScopesOf["kind"]): Promise<ShownScopes> {
    if (of.kind === "recording") {
      const read = readScHistory(await of.recording.text());
      if (!read.ok) throw new Error(`${of.recording.name} cannot be shown: ${read.reason}.`);
      return { forest: lanesOfHistory(read.history), tasks: 0, matching: 0 };
    }
    const { task, query } = this.#navigation.state.peek();
    if (kind === "task" && task !== undefined) {
      const loaded = await this.#task(task);
      return { forest: lanesOfTasks(loaded === undefined ? [] : [loaded]), tasks: 1, matching: 1 };
    }
    const page = { sort: "time", descending: false, offset: 0, limit: MOST_TASKS } as const;
    const { rows, total } = await this.#source.tasks(query, page);
    const tasks: TimedTask[] = [];
    for (const uuids of inAddresses(rows.map(({ taskUuid }) => taskUuid))) {
      for (const lines of byTask(await this.#source.linesOf(uuids))) {
        const loaded = await loadTask(lines);
        if (loaded !== undefined) tasks.push(loaded);
      }
    }
    return { forest: lanesOfTasks(tasks), tasks: rows.length, matching: total };
  }

  async #task(taskUuid: string): Promise<LoadedTask | undefined> {
    return loadTask(await this.#source.taskLines(taskUuid));
  }
}

/** The characters of uuids that are asked for at once: they stand in an address. */
const MOST_CHARACTERS = 4000;

/** Uuids in as many questions as addresses have room for. */
function* inAddresses(uuids: readonly string[]): Generator<readonly string[]> {
  let some: string[] = [];
  let characters = 0;
  for (const uuid of uuids) {
    const own = encodeURIComponent(JSON.stringify(uuid)).length + 3;
    if (some.length > 0 && (characters + own > MOST_CHARACTERS || some.length === MOST_NAMED)) {
      yield some;
      some = [];
      characters = 0;
    }
    some.push(uuid);
    characters += own;
  }
  if (some.length > 0) yield some;
}

/** The lines of each of several tasks, which stand together. */
function byTask(lines: string): readonly string[] {
  const texts = new Map<string, string>();
  for (const line of lines.split("\n")) {
    const parsed = parseLine(line);
    if (!parsed.ok) continue;
    const { task_uuid: uuid } = parsed.message;
    texts.set(uuid, `${texts.get(uuid) ?? ""}${line}\n`);
  }
  return [...texts.values()];
}
