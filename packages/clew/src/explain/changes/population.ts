// One of two populations of tasks as a table: the rows of all its tasks, by kind.

import { EvenSample } from "../apart/index.js";
import type { Span } from "../task/index.js";
import { MOST_VALUES, type Numbering, rowsOf, type TaskRows } from "./task-rows.js";

/** Numbers that are kept of a population, some 60 MB; of one with more an even sample of the tasks stays. */
const MOST_KEPT = 8_000_000;

/** Takes in the tasks of a population. */
export class PopulationStudy {
  readonly #numbering: Numbering;
  readonly #sample = new EvenSample<TaskRows>(
    MOST_KEPT,
    ({ kinds, items, features }) => 10 * kinds.length + items.length + features.length,
  );
  #tasks = 0;
  readonly #types = new Map<string, number>();

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  add(root: Span): void {
    this.#tasks++;
    this.#types.set(root.path.type, (this.#types.get(root.path.type) ?? 0) + 1);
    this.#sample.add(() => rowsOf(root, this.#numbering));
  }

  end(): Population {
    return new Population(this.#sample.all(), this.#tasks, this.#types);
  }
}

export class Population {
  /** Tasks that were seen, of which an even sample may have been kept. */
  readonly tasks: number;
  readonly kept: readonly TaskRows[];
  /** Tasks by the type of their root. */
  readonly types: ReadonlyMap<string, number>;
  readonly size: number;
  readonly kind: Int32Array;
  readonly parent: Int32Array;
  /** The place of the row's task in `kept`. */
  readonly task: Int32Array;
  readonly value: Int32Array;
  /** Of a call, the value of what it calls; else -1. */
  readonly called: Int32Array;
  readonly own: Float32Array;
  readonly between: Float32Array;
  /** By how many seconds an own time may be wrong, for what the clocks leave open. */
  readonly blur: Float32Array;
  readonly ended: Uint8Array;
  readonly failed: Uint8Array;
  readonly #from: Int32Array;
  readonly #byKind = new Map<number, number[]>();

  constructor(kept: readonly TaskRows[], tasks: number, types: ReadonlyMap<string, number>) {
    this.kept = kept;
    this.tasks = tasks;
    this.types = types;
    const size = kept.reduce((sum, { kinds }) => sum + kinds.length, 0);
    this.size = size;
    this.kind = new Int32Array(size);
    this.parent = new Int32Array(size);
    this.task = new Int32Array(size);
    this.value = new Int32Array(size);
    this.called = new Int32Array(size).fill(-1);
    this.own = new Float32Array(size);
    this.between = new Float32Array(size);
    this.blur = new Float32Array(size);
    this.ended = new Uint8Array(size);
    this.failed = new Uint8Array(size);
    this.#from = new Int32Array(kept.length);
    let from = 0;
    kept.forEach((rows, task) => {
      const count = rows.kinds.length;
      this.#from[task] = from;
      this.kind.set(rows.kinds, from);
      this.value.set(rows.values, from);
      this.own.set(rows.own, from);
      this.between.set(rows.between, from);
      this.blur.set(rows.blur, from);
      this.ended.set(rows.ended, from);
      this.failed.set(rows.failed, from);
      this.task.fill(task, from, from + count);
      for (let i = 0; i < count; i++) {
        const parent = rows.parents[i] as number;
        this.parent[from + i] = parent < 0 ? -1 : from + parent;
        if (parent >= 0 && rows.calls[parent] === 1) this.called[from + parent] = rows.values[i] as number;
        const kind = rows.kinds[i] as number;
        if (kind < 0) continue;
        const known = this.#byKind.get(kind);
        if (known === undefined) this.#byKind.set(kind, [from + i]);
        else known.push(from + i);
      }
      from += count;
    });
  }

  rowsOf(kind: number): readonly number[] {
    return this.#byKind.get(kind) ?? NONE;
  }

  /** What tells the actions of a kind apart: the value of each, and of what it calls; -1 where it has none. */
  keyOf(row: number): number {
    const value = this.value[row] as number;
    return value < 0 ? -1 : value * (MOST_VALUES + 1) + (this.called[row] as number) + 1;
  }

  /** Gives the actions of a kind that have one of these keys to another kind; the others stay what they are. */
  part(kind: number, parts: ReadonlyMap<number, number>): void {
    const rest: number[] = [];
    for (const row of this.rowsOf(kind)) {
      const part = parts.get(this.keyOf(row));
      if (part === undefined) {
        rest.push(row);
        continue;
      }
      this.kind[row] = part;
      const known = this.#byKind.get(part);
      if (known === undefined) this.#byKind.set(part, [row]);
      else known.push(row);
    }
    this.#byKind.set(kind, rest);
  }

  /** By key, how many actions stand above those of a kind that have it, in the mean. */
  depthsOf(kind: number): ReadonlyMap<number, number> {
    const sums = new Map<number, { depth: number; count: number }>();
    for (const row of this.rowsOf(kind)) {
      const key = this.keyOf(row);
      const sum = sums.get(key) ?? { depth: 0, count: 0 };
      if (sum.count === 0) sums.set(key, sum);
      sum.count++;
      for (let at = this.parent[row] as number; at >= 0; at = this.parent[at] as number) sum.depth++;
    }
    return new Map([...sums].map(([key, { depth, count }]) => [key, depth / count]));
  }

  /** Calls back for each item of a row, as often as it is there. */
  items(row: number): Int32Array {
    const { rows, at } = this.#place(row);
    return rows.items.subarray(rows.itemsFrom[at], rows.itemsFrom[at + 1]);
  }

  features(row: number): Int32Array {
    const { rows, at } = this.#place(row);
    return rows.features.subarray(rows.featuresFrom[at], rows.featuresFrom[at + 1]);
  }

  uuidOf(row: number): string {
    return (this.kept[this.task[row] as number] as TaskRows).taskUuid;
  }

  #place(row: number): { readonly rows: TaskRows; readonly at: number } {
    const task = this.task[row] as number;
    return { rows: this.kept[task] as TaskRows, at: row - (this.#from[task] as number) };
  }
}

const NONE: readonly number[] = [];
