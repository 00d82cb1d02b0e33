import { ItemBuffer, Queue } from "../waits/index.js";
import type { ChannelStatistics } from "./channel.js";
import { BrokenChannelError, EndOfChannelError } from "./channel-errors.js";

/** A `send` that waits. */
export interface WaitingSend<T> {
  readonly item: T;
}

/**
 * What the senders and receivers of one channel share. Items wait only where no receiver does, and senders only where
 * the buffer is full: so the oldest item is that of the buffer, or else that of the first sender.
 */
export class ChannelState<T> {
  readonly capacity: number;
  readonly sends = new Queue<WaitingSend<T>, void>({ for: "send" });
  readonly receives = new Queue<object, T>({ for: "receive" });
  readonly #buffer = new ItemBuffer<T>();
  senders = 0;
  receivers = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Hands an item over without waiting; says whether it could. */
  put(item: T): boolean {
    if (this.receives.give(item) !== undefined) return true;
    if (this.#buffer.size >= this.capacity) return false;
    this.#buffer.push(item);
    return true;
  }

  /** The oldest item; the first sender that waits is let go on. */
  take(): { readonly item: T } | undefined {
    const first = this.#buffer.shift();
    const sent = this.sends.give();
    if (first === undefined) return sent;
    if (sent !== undefined) this.#buffer.push(sent.item);
    return first;
  }

  /** Nothing will come any more, and nothing is left. */
  get isAtEnd(): boolean {
    return this.senders === 0 && this.#buffer.size === 0;
  }

  senderClosed(): void {
    this.senders--;
    // Whoever waits to receive has seen that nothing is held.
    if (this.senders === 0) this.receives.fail(new EndOfChannelError());
  }

  /** What is held when the last receiver is closed is let go, and whoever waits to send fails. */
  receiverClosed(): void {
    this.receivers--;
    if (this.receivers > 0) return;
    this.#buffer.clear();
    this.sends.fail(new BrokenChannelError());
  }

  /** Whether an item could be put without waiting. */
  get hasRoom(): boolean {
    return this.receives.size > 0 || this.#buffer.size < this.capacity;
  }

  statistics(): ChannelStatistics {
    return {
      buffered: this.#buffer.size,
      capacity: this.capacity,
      senders: this.senders,
      receivers: this.receivers,
      waitingToSend: this.sends.size,
      waitingToReceive: this.receives.size,
    };
  }
}
