import { Cancelled, type Region, type SignalOptions } from "../cancel/index.js";
import { checkFunction } from "../child/index.js";
import { runScope } from "../life/index.js";
import type { ChildContext, Scope } from "../scope.js";
import { quietIfCancelled, Wait } from "../waits/index.js";

/** The function that `mapConcurrent` runs for each item. */
export type MapFunction<T, R> = (item: T, context: ChildContext, index: number) => R;

/**
 * Runs `fn` for each item as a child, at most `limit` at a time, and gives what they returned in the order of the
 * items. Items are taken from the iterable, which may be asynchronous, only when there is room for them. The first
 * failure cancels what runs, and is what this rejects with.
 *
 * @example
 * ```ts
 * import { mapConcurrent, sleep } from "clew/scope";
 *
 * const squares = await mapConcurrent([1, 2, 3, 4], 2, async (n) => {
 *   await sleep(1);
 *   return n * n;
 * });
 * console.log(squares);
 * ```
 */
export function mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  fn: MapFunction<T, R>,
  options?: SignalOptions,
): Promise<Awaited<R>[]> {
  return quietIfCancelled(map(items, limit, fn, options));
}

async function map<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  fn: MapFunction<T, R>,
  options: SignalOptions | undefined,
): Promise<Awaited<R>[]> {
  if (!(limit >= 1) || (limit !== Number.POSITIVE_INFINITY && !Number.isInteger(limit))) {
    throw new RangeError(`Cannot map ${String(limit)} items at a time: give a whole number from 1 up, or Infinity`);
  }
  const mapping = new Mapping(limit, checkFunction("map with", fn));
  await runScope(options, "mapConcurrent", (scope) => mapping.run(items, scope));
  return mapping.results;
}

class Mapping<T, R> {
  readonly results: Awaited<R>[] = [];
  readonly #limit: number;
  readonly #fn: MapFunction<T, R>;
  #running = 0;
  #waiting: Wait | undefined;

  constructor(limit: number, fn: MapFunction<T, R>) {
    this.#limit = limit;
    this.#fn = fn;
  }

  async run(items: Iterable<T> | AsyncIterable<T>, scope: Scope): Promise<void> {
    if (Symbol.asyncIterator in items) {
      for await (const item of items) {
        // A source that cannot be told to stop may give an item when all is over; leaving the loop closes the source.
        if ((scope as Scope & Region).cancelled !== undefined) return;
        this.#spawn(item, scope);
        if (this.#running >= this.#limit) await this.#room(scope);
      }
    } else {
      for (const item of items) {
        this.#spawn(item, scope);
        if (this.#running >= this.#limit) await this.#room(scope);
      }
    }
  }

  #spawn(item: T, scope: Scope): void {
    const index = this.results.length;
    this.results.push(undefined as Awaited<R>);
    this.#running++;
    const run = async (context: ChildContext): Promise<void> => {
      try {
        this.results[index] = await this.#fn(item, context, index);
      } catch (error) {
        // A failure is about to end the mapping: what it leaves free must not be taken before that.
        if (error instanceof Cancelled) this.#free();
        throw error;
      }
      this.#free();
    };
    scope.spawn(run, { name: this.#fn.name });
  }

  #free(): void {
    this.#running--;
    this.#waiting?.fire();
  }

  #room(scope: Scope): Promise<void> {
    this.#waiting = new Wait();
    (scope as Scope & Region).listen(this.#waiting);
    return this.#waiting.promise;
  }
}
