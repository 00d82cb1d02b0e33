// The task that is looked at: its rows, which of them is chosen, and what is folded away.

import type { LogSource, PlaceAnswer } from "@clew/log";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { WrittenNode } from "clew/parse";
import {
  type Folding,
  findInTask,
  foldedIn,
  foldRow,
  formatLevel,
  type LoadedTask,
  loadTask,
  nodeAt,
  parseLevel,
  refold,
  rowLevel,
  rowsOf,
  type TreeRow,
  unfoldRow,
} from "../model/index.js";
import type { Navigation } from "./navigation.js";
import { Resource } from "./resource.js";
import { Throttle } from "./throttle.js";

/** An address holds no more folded places than this; with more of them a link shows the task a little more open. */
const MOST_IN_ADDRESS = 100;

export class OpenTask {
  readonly loaded = new Resource<LoadedTask | undefined>();
  /** The place where the failure of the task began, as the whole log tells it; unknown until that was read. */
  readonly origin = new Resource<PlaceAnswer | null>();
  readonly #rows = signal<readonly TreeRow[]>([]);
  readonly #chosen = signal(-1);
  readonly #found = computed<ReadonlySet<WrittenNode>>(() => {
    const task = this.loaded.value;
    const find = this.#navigation.find.value;
    return new Set(task === undefined || find === undefined ? [] : findInTask(task, find));
  });
  readonly #source: LogSource;
  readonly #navigation: Navigation;
  readonly #paused: ReadonlySignal<boolean>;
  readonly #throttle = new Throttle(1000);
  readonly #stop: () => void;
  #taskUuid: string | undefined;
  #at: string | undefined;
  #folding: Folding = [];
  #folded: ReadonlySet<WrittenNode> = new Set();
  #loadMs = 0;
  /** Set while nobody looks at the task and it changes. */
  #isBehind = false;

  constructor(source: LogSource, navigation: Navigation, paused: ReadonlySignal<boolean>) {
    this.#source = source;
    this.#navigation = navigation;
    this.#paused = paused;
    this.#stop = effect(() => {
      const { view, task, at, folded } = navigation.state.value;
      if (view !== "task") return;
      if (task !== this.#taskUuid) {
        this.#taskUuid = task;
        this.#folding = folded;
        this.loaded.clear();
        this.origin.clear();
        this.#rows.value = [];
        if (task !== undefined) void this.#load(task);
      } else if (this.#isBehind && task !== undefined) {
        void this.#load(task);
      } else if (folded.join() !== inAddress(this.#folding).join()) {
        this.#folding = folded;
        this.#draw();
      } else if (at !== this.#at) this.#choose();
    });
  }

  /** The rows that are not folded away. */
  get rows(): ReadonlySignal<readonly TreeRow[]> {
    return this.#rows;
  }

  /** The rows that hold the text that is searched for, from top to bottom. */
  get found(): ReadonlySignal<ReadonlySet<WrittenNode>> {
    return this.#found;
  }

  /** The index of the chosen row; -1 for none. */
  get chosen(): ReadonlySignal<number> {
    return this.#chosen;
  }

  close(): void {
    this.#stop();
    this.#throttle.cancel();
  }

  reload(): void {
    if (this.#taskUuid !== undefined) void this.#load(this.#taskUuid);
  }

  /** These tasks have changed; `undefined` for more of them than can be named. */
  grow(taskUuids: readonly string[] | undefined): void {
    if (this.#taskUuid === undefined || (taskUuids !== undefined && !taskUuids.includes(this.#taskUuid))) return;
    this.#throttle.run(
      () => {
        this.#isBehind = this.#paused.peek() || this.#navigation.state.peek().view !== "task";
        if (!this.#isBehind) this.reload();
      },
      Math.max(1000, this.#loadMs * 10),
    );
  }

  async #load(taskUuid: string): Promise<void> {
    const started = performance.now();
    this.#isBehind = false;
    await this.loaded.ask(async () => loadTask(await this.#source.taskLines(taskUuid)));
    this.#loadMs = performance.now() - started;
    if (taskUuid !== this.#taskUuid) return;
    this.#draw();
    if (this.loaded.asked.peek().value?.row.status === "failed") {
      void this.origin.ask(() => this.#source.origin(taskUuid));
    }
  }

  #draw(): void {
    const task = this.loaded.asked.peek().value;
    if (task === undefined) return;
    this.#folded = foldedIn(task.tree, this.#folding);
    this.#rows.value = rowsOf(task.tree, this.#folded);
    this.#choose();
  }

  /** Chooses the row that the address names, and shows it if it is folded away. */
  #choose(): void {
    const { at } = this.#navigation.state.peek();
    this.#at = at;
    const task = this.loaded.asked.peek().value;
    if (task === undefined || at === undefined) {
      this.#chosen.value = -1;
      return;
    }
    const level = parseLevel(at);
    const node = level && nodeAt(task.tree, level);
    if (node === undefined) {
      this.#chosen.value = this.#rows.peek().findIndex((row) => row.kind === "gap" && rowLevel(row) === at);
      return;
    }
    if (this.#unfoldAbove(node, task)) this.#rows.value = rowsOf(task.tree, this.#folded);
    this.#chosen.value = this.#rows.peek().findIndex((row) => row.node === node);
  }

  #unfoldAbove(node: WrittenNode, task: LoadedTask): boolean {
    const level = node.taskLevel;
    let folding = this.#folding;
    let above: WrittenNode | undefined = task.tree.root;
    for (let i = 0; i < level.length && above !== undefined && above.kind !== "message"; i++) {
      if (this.#folded.has(above)) folding = refold(folding, above, false);
      const number: number | undefined = level[i];
      above = above.children.find((child) => child.number === number);
    }
    if (folding === this.#folding) return false;
    this.#setFolding(folding, foldedIn(task.tree, folding));
    return true;
  }

  readonly choose = (index: number): void => {
    const row = this.#rows.peek()[index];
    if (row === undefined) return;
    this.#at = rowLevel(row);
    this.#chosen.value = index;
    this.#navigation.adjust({ at: this.#at });
  };

  /** Goes to a node wherever it is, folded away or not. */
  goTo(node: WrittenNode): void {
    this.#navigation.step({ view: "task", at: formatLevel(node.taskLevel) });
  }

  isFolded(row: TreeRow): boolean {
    return row.node !== undefined && this.#folded.has(row.node);
  }

  readonly fold = (index: number, isFolded: boolean): void => {
    const rows = this.#rows.peek();
    const row = rows[index];
    if (row?.node === undefined || !row.hasRows || this.isFolded(row) === isFolded) return;
    const chosen = rows[this.#chosen.peek()];
    const folded = new Set(this.#folded);
    if (isFolded) folded.add(row.node);
    else folded.delete(row.node);
    const next = isFolded ? foldRow(rows, index) : unfoldRow(rows, index, folded);
    this.#rows.value = next;
    // A chosen row that is folded away gives the choice to the row that it is folded into.
    const at = chosen === undefined ? -1 : chosen.node === undefined ? next.indexOf(chosen) : indexOfNode(next, chosen);
    this.#chosen.value = at === -1 && chosen !== undefined ? index : at;
    const now = next[this.#chosen.peek()];
    this.#at = now === undefined ? undefined : rowLevel(now);
    this.#setFolding(refold(this.#folding, row.node, isFolded), folded);
  };

  #setFolding(folding: Folding, folded: ReadonlySet<WrittenNode>): void {
    this.#folding = folding;
    this.#folded = folded;
    this.#navigation.adjust({ folded: inAddress(folding), at: this.#at });
  }

  /** Folds all actions but the root, or none. */
  foldAll(folding: Folding): void {
    this.#folding = folding;
    const row = this.#rows.peek()[this.#chosen.peek()];
    const [first] = row?.node?.taskLevel ?? [];
    this.#at = row === undefined || folding.length === 0 ? this.#at : first === undefined ? "/" : formatLevel([first]);
    this.#navigation.adjust({ folded: inAddress(folding), at: this.#at });
    this.#draw();
  }
}

function indexOfNode(rows: readonly TreeRow[], { node }: TreeRow): number {
  return rows.findIndex((row) => row.node === node);
}

function inAddress(folding: Folding): readonly string[] {
  return folding.slice(0, MOST_IN_ADDRESS);
}
