// Events, one after another, for as long as the scope in which they were asked for.

import { CancelLink, currentRegion, type Region, regionOf, type SignalOptions } from "../cancel/index.js";
import { type EventSource, isEmitter, listenTo } from "./event-source.js";
import { ItemBuffer } from "./item-buffer.js";
import { atOnce, Queue } from "./queue.js";
import { refuseIfCancelled } from "./wait.js";

/** Options of `on`. */
export interface OnOptions extends SignalOptions {
  /** Events after which there will be no more, such as a stream's `end`: what came before is given, then it ends. */
  readonly until?: readonly (string | symbol)[];
  /**
   * How many events may wait for their reader: beyond it, a source that can `pause()` is paused until half of them are
   * taken, and any other goes on; 1,000 where nothing is said. Nothing is dropped.
   */
  readonly highWaterMark?: number;
}

/**
 * Gives the events of an emitter, a stream or an event target one after another, each as its arguments. It listens
 * from the call on, so that nothing is missed between two steps, and until it is left: by `break`, by an error, by the
 * cancel or the end of the scope or child in which it was called, by `options.signal`, or by an event of
 * `options.until`. An `error` event is thrown, after the
 * events before it. Node's `events.on`, in a scope.
 *
 * @example
 * ```ts
 * import { Readable } from "node:stream";
 * import { on } from "clew/scope";
 *
 * for await (const [chunk] of on(Readable.from(["a", "b"]), "data", { until: ["end"] })) console.log(chunk);
 * ```
 *
 * ```text output
 * a
 * b
 * ```
 */
export function on(
  source: EventSource,
  event: string | symbol,
  options: OnOptions = {},
): AsyncIterableIterator<unknown[]> & AsyncDisposable {
  return new EventIterator(source, event, options);
}

/** A source that can be asked to wait, as streams can. */
interface Pausable {
  pause(): unknown;
  resume(): unknown;
}

class EventIterator implements AsyncIterableIterator<unknown[]>, AsyncDisposable {
  readonly #events = new ItemBuffer<unknown[]>();
  readonly #readers: Queue<object, IteratorResult<unknown[], undefined>>;
  readonly #stops: (() => void)[] = [];
  readonly #options: OnOptions;
  readonly #pausable: Pausable | undefined;
  readonly #most: number;
  #isPaused = false;
  /** How it ends once all events are taken: with nothing, or with an error. */
  #end: { readonly error?: unknown } | undefined;

  constructor(source: EventSource, event: string | symbol, options: OnOptions) {
    this.#options = options;
    this.#readers = new Queue({ for: "event", what: String(event) });
    this.#most = options.highWaterMark ?? 1_000;
    const { pause, resume } = source as Partial<Pausable>;
    this.#pausable =
      typeof pause === "function" && typeof resume === "function" ? (source as unknown as Pausable) : undefined;
    this.#listen(source, event, (...args) => this.#take(args));
    if (event !== "error" && isEmitter(source)) this.#listen(source, "error", (error) => this.#finish({ error }));
    for (const last of options.until ?? []) this.#listen(source, last, () => this.#finish({}));
    const region = currentRegion();
    if (region !== undefined) this.#belongTo(region);
    if (options.signal !== undefined) this.#belongTo(regionOf(options.signal));
  }

  next(): Promise<IteratorResult<unknown[], undefined>> {
    const cancelled = refuseIfCancelled(this.#options);
    if (cancelled !== undefined) {
      this.#stop();
      return cancelled;
    }
    const first = this.#events.shift();
    if (first !== undefined) {
      this.#resumeIfRoom();
      return atOnce({ done: false, value: first.item });
    }
    if (this.#end !== undefined) {
      const { error } = this.#end;
      const hasFailed = "error" in this.#end;
      this.#end = {};
      return hasFailed ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
    }
    return this.#readers.join({}, this.#options);
  }

  async return(): Promise<IteratorResult<unknown[], undefined>> {
    this.#stop();
    this.#events.clear();
    this.#end = {};
    while (this.#readers.give({ done: true, value: undefined }) !== undefined);
    return { done: true, value: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #listen(source: EventSource, event: string | symbol, listener: (...args: unknown[]) => void): void {
    this.#stops.push(listenTo(source, event, listener));
  }

  /** Stops listening with what it was called in, whether or not anybody reads. */
  #belongTo(owner: Region): void {
    const link = new CancelLink(
      owner,
      () => this.#stop(),
      undefined,
      () => void this.return(),
    );
    this.#stops.push(() => link.cut());
  }

  #take(args: unknown[]): void {
    if (this.#end !== undefined || this.#readers.give({ done: false, value: args }) !== undefined) return;
    this.#events.push(args);
    if (this.#isPaused || this.#events.size < this.#most) return;
    this.#isPaused = true;
    this.#pausable?.pause();
  }

  #resumeIfRoom(): void {
    if (!this.#isPaused || this.#events.size > this.#most / 2) return;
    this.#isPaused = false;
    this.#pausable?.resume();
  }

  #finish(end: { readonly error?: unknown }): void {
    if (this.#end !== undefined) return;
    this.#stop();
    this.#end = end;
    // Whoever waits has seen that no event is left. The first is told of the error, the others of the end.
    if ("error" in end && this.#readers.failFirst(end.error)) this.#end = {};
    while (this.#readers.give({ done: true, value: undefined }) !== undefined);
  }

  #stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}
