// A broadcast: each item to each subscriber, with a bound, so that the slowest holds up whoever sends.

import type { SignalOptions } from "../cancel/index.js";
import { atOnce, Queue, refuseIfCancelled } from "../waits/index.js";
import type { Receiver } from "./channel.js";
import { ChannelClosedError } from "./channel-errors.js";
import { ChannelState } from "./channel-state.js";
import { ReceivingEnd } from "./create-channel.js";

/** Gives each item to each of its subscribers. */
export interface Broadcast<T> extends Disposable {
  /**
   * Gives an item to all who are subscribed now; waits while one of them has no room. Resolves once all have it; where it
   * rejects, nobody has it nor will. Nobody to give it to is no error.
   */
  send(item: T, options?: SignalOptions): Promise<void>;
  /** Gives the item where that needs no waiting; says whether it did. */
  trySend(item: T): boolean;
  /** Receives all that is sent from now on, until it is closed or the broadcast is. */
  subscribe(): Receiver<T>;
  /** How many are subscribed. */
  readonly subscribers: number;
  /** Ends it: who is subscribed receives what was sent, and then the end. What waits to send fails. */
  close(): void;
}

/**
 * Makes a broadcast. Each subscriber holds up to `capacity` items that it has not received yet; the slowest holds up whoever
 * sends. With `Infinity` nobody is held up. Close what is not read any longer: it would hold up the others for ever.
 *
 * @example
 * ```ts
 * import { createBroadcast, withScope } from "clew/scope";
 *
 * const news = createBroadcast<string>(4);
 * await withScope(async (scope) => {
 *   for (const name of ["ann", "bob"]) {
 *     const receiver = news.subscribe();
 *     scope.spawn(async () => {
 *       for await (const item of receiver) console.log(name, item);
 *     });
 *   }
 *   await news.send("hello");
 *   news.close();
 * });
 * ```
 *
 * ```text output
 * ann hello
 * bob hello
 * ```
 */
export function createBroadcast<T>(capacity: number): Broadcast<T> {
  if (!(capacity >= 1) || (capacity !== Number.POSITIVE_INFINITY && !Number.isInteger(capacity))) {
    throw new RangeError(
      `Cannot make a broadcast whose subscribers hold ${String(capacity)} items: give a whole number from 1 up, or Infinity`,
    );
  }
  return new Broadcasting(capacity);
}

class Broadcasting<T> implements Broadcast<T> {
  readonly #capacity: number;
  readonly #subscriptions = new Set<Subscription<T>>();
  readonly #sends = new Queue<{ readonly item: T }, void>({ for: "send" });
  #isClosed = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get subscribers(): number {
    return this.#subscriptions.size;
  }

  send(item: T, options?: SignalOptions): Promise<void> {
    const refused = refuseIfCancelled(options);
    if (refused !== undefined) return refused;
    if (this.#isClosed) return Promise.reject(new ChannelClosedError("send", "sender"));
    return this.#put(item) ? atOnce(undefined) : this.#sends.join({ item }, options);
  }

  trySend(item: T): boolean {
    if (this.#isClosed) throw new ChannelClosedError("send", "sender");
    return this.#put(item);
  }

  subscribe(): Receiver<T> {
    if (this.#isClosed) throw new ChannelClosedError("subscribe", "sender");
    const subscription = new Subscription<T>(this.#capacity, () => {
      if (subscription.receivers === 0) this.#subscriptions.delete(subscription);
      this.#letOn();
    });
    this.#subscriptions.add(subscription);
    return new ReceivingEnd(subscription);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sends.fail(new ChannelClosedError("go on sending", "sender"));
    for (const subscription of this.#subscriptions) subscription.senderClosed();
    this.#subscriptions.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** To all or to nobody: an item that some have is neither sent nor not sent. Whoever waits to send comes first. */
  #put(item: T): boolean {
    if (this.#sends.size > 0 || !this.#hasRoom()) return false;
    for (const subscription of this.#subscriptions) subscription.put(item);
    return true;
  }

  #hasRoom(): boolean {
    for (const subscription of this.#subscriptions) if (!subscription.hasRoom) return false;
    return true;
  }

  /** A place has come free: whoever waits to send may go on. */
  #letOn(): void {
    while (this.#sends.size > 0 && this.#hasRoom()) {
      const sent = this.#sends.give();
      if (sent !== undefined) for (const subscription of this.#subscriptions) subscription.put(sent.item);
    }
  }
}

/** What one subscriber has not received yet. */
class Subscription<T> extends ChannelState<T> {
  readonly #changed: () => void;

  constructor(capacity: number, changed: () => void) {
    super(capacity);
    this.senders = 1;
    this.#changed = changed;
  }

  override take(): { readonly item: T } | undefined {
    const taken = super.take();
    if (taken !== undefined) this.#changed();
    return taken;
  }

  override receiverClosed(): void {
    super.receiverClosed();
    this.#changed();
  }
}
