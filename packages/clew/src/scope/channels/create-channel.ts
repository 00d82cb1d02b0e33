// Channels: items between children, with a bound, and no item lost to a cancel.

import { Cancelled, type SignalOptions } from "../cancel/index.js";
import { atOnce, cancelledHere, refuseIfCancelled, TurnGroup } from "../waits/index.js";
import type { Channel, ChannelStatistics, Receiver, Sender } from "./channel.js";
import { BrokenChannelError, ChannelClosedError, EndOfChannelError } from "./channel-errors.js";
import { ChannelState } from "./channel-state.js";

/**
 * Makes a channel that holds up to `capacity` items: senders wait while it is full, receivers while it is empty. With
 * 0 a sender waits for its receiver; with `Infinity` nobody waits to send. Waiting ends with the scope. No item is lost
 * or doubled: an item is received exactly where `send` has resolved or will, whatever is cancelled meanwhile; only
 * closing the last receiver lets go of what is held. Trio's memory channel.
 *
 * @example
 * ```ts
 * import { createChannel, withScope } from "clew/scope";
 *
 * await withScope(async (scope) => {
 *   const { sender, receiver } = createChannel<number>(2);
 *   scope.spawn(async () => {
 *     for (let n = 1; n <= 3; n++) await sender.send(n);
 *     sender.close();
 *   });
 *   for await (const n of receiver) console.log(n);
 * });
 * ```
 *
 * ```text output
 * 1
 * 2
 * 3
 * ```
 */
export function createChannel<T>(capacity: number): Channel<T> {
  if (!(capacity >= 0) || (capacity !== Number.POSITIVE_INFINITY && !Number.isInteger(capacity))) {
    throw new RangeError(
      `Cannot make a channel that holds ${String(capacity)} items: give a whole number from 0 up, or Infinity`,
    );
  }
  const state = new ChannelState<T>(capacity);
  return { sender: new SendingEnd(state), receiver: new ReceivingEnd(state) };
}

class SendingEnd<T> implements Sender<T> {
  readonly #state: ChannelState<T>;
  readonly #waiting = new TurnGroup();
  #isClosed = false;

  constructor(state: ChannelState<T>) {
    this.#state = state;
    state.senders++;
  }

  send(item: T, options?: SignalOptions): Promise<void> {
    const cancelled = refuseIfCancelled(options);
    if (cancelled !== undefined) return cancelled;
    const refusal = this.#refusal("send");
    if (refusal !== undefined) return Promise.reject(refusal);
    return this.#state.put(item) ? atOnce(undefined) : this.#state.sends.join({ item }, options, this.#waiting);
  }

  trySend(item: T): boolean {
    const refusal = this.#refusal("send");
    if (refusal !== undefined) throw refusal;
    return this.#state.put(item);
  }

  clone(): Sender<T> {
    if (this.#isClosed) throw new ChannelClosedError("clone", "sender");
    return new SendingEnd(this.#state);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting.fail(new ChannelClosedError("go on sending", "sender"));
    this.#state.senderClosed();
  }

  statistics(): ChannelStatistics {
    return this.#state.statistics();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #refusal(act: string): Error | undefined {
    if (this.#isClosed) return new ChannelClosedError(act, "sender");
    return this.#state.receivers === 0 ? new BrokenChannelError() : undefined;
  }
}

export class ReceivingEnd<T> implements Receiver<T> {
  readonly #state: ChannelState<T>;
  readonly #waiting = new TurnGroup();
  #isClosed = false;

  constructor(state: ChannelState<T>) {
    this.#state = state;
    state.receivers++;
  }

  receive(options?: SignalOptions): Promise<T> {
    const cancelled = refuseIfCancelled(options);
    if (cancelled !== undefined) return cancelled;
    const refusal = this.#refusal("receive");
    if (refusal !== undefined) return Promise.reject(refusal);
    const taken = this.#state.take();
    return taken === undefined ? this.#state.receives.join(RECEIVING, options, this.#waiting) : atOnce(taken.item);
  }

  tryReceive(): { readonly item: T } | undefined {
    const refusal = this.#refusal("receive");
    if (refusal !== undefined) throw refusal;
    const taken = this.#state.take();
    return taken && { item: taken.item };
  }

  /** The item that `receive` would give without waiting; nothing where it would wait or be refused. */
  takeNow(): { readonly item: T } | undefined {
    return this.#isClosed || cancelledHere(undefined) !== undefined ? undefined : this.#state.take();
  }

  clone(): Receiver<T> {
    if (this.#isClosed) throw new ChannelClosedError("clone", "receiver");
    return new ReceivingEnd(this.#state);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#waiting.fail(new ChannelClosedError("go on receiving", "receiver"));
    this.#state.receiverClosed();
  }

  statistics(): ChannelStatistics {
    return this.#state.statistics();
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> & AsyncIterable<T> {
    return new ItemIterator(this, () => {});
  }

  consume(): AsyncIterator<T, undefined> & AsyncIterable<T> {
    return new ItemIterator(this, () => this.close());
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #refusal(act: string): Error | undefined {
    if (this.#isClosed) return new ChannelClosedError(act, "receiver");
    return this.#state.isAtEnd ? new EndOfChannelError() : undefined;
  }
}

/** Gives items until the channel ends, or the loop is left. */
class ItemIterator<T> implements AsyncIterator<T, undefined>, AsyncIterable<T> {
  readonly #receiver: ReceivingEnd<T>;
  readonly #left: () => void;
  #isOver = false;

  constructor(receiver: ReceivingEnd<T>, left: () => void) {
    this.#receiver = receiver;
    this.#left = left;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#isOver) return Promise.resolve(OVER);
    const taken = this.#receiver.takeNow();
    if (taken !== undefined) return atOnce(resultOf(taken.item));
    const step = this.#receiver.receive().then<IteratorResult<T, undefined>, typeof OVER>(resultOf, (error) => {
      this.#leave();
      if (error instanceof EndOfChannelError) return OVER;
      // A step that nobody awaits has lost nothing by a cancel.
      if (error instanceof Cancelled) step.then(undefined, () => {});
      throw error;
    });
    return step;
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#leave();
    return Promise.resolve(OVER);
  }

  #leave(): void {
    this.#isOver = true;
    this.#left();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** All that others need to know of a `receive` that waits. */
const RECEIVING = {};

const OVER = { done: true, value: undefined } as const;

function resultOf<T>(value: T): IteratorResult<T, undefined> {
  return { done: false, value };
}
