import type { SignalOptions } from "../cancel/index.js";

/** How a channel stands at a moment. */
export interface ChannelStatistics {
  /** How many items are held, and how many may be. */
  readonly buffered: number;
  readonly capacity: number;
  /** How many senders and receivers are open. */
  readonly senders: number;
  readonly receivers: number;
  /** How many calls of `send` and of `receive` wait. */
  readonly waitingToSend: number;
  readonly waitingToReceive: number;
}

/** The side of a channel on which items are given. */
export interface Sender<T> extends Disposable {
  /**
   * Gives an item to a receiver, or to the buffer; waits while there is no room. Resolves once the item is handed
   * over. Where it rejects, nobody has received the item nor will: with the `Cancelled` of what it stands in or of
   * `options.signal`, with `BrokenChannelError` where all receivers are closed, with `ChannelClosedError` where this
   * sender is.
   */
  send(item: T, options?: SignalOptions): Promise<void>;
  /** Gives the item where that needs no waiting; says whether it did. Throws as `send` rejects, but for cancels. */
  trySend(item: T): boolean;
  /** Another sender of the same channel; the channel ends when all of them are closed. */
  clone(): Sender<T>;
  /** Ends this sender, and fails what waits on it. The second call does nothing. */
  close(): void;
  statistics(): ChannelStatistics;
}

/** The side of a channel on which items are taken; each item goes to one receiver. */
export interface Receiver<T> extends Disposable, AsyncIterable<T> {
  /** Gives items until the channel ends, for `for await`. A loop that is left early leaves the receiver open. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> & AsyncIterable<T>;
  /** The same, and closes the receiver when the loop is left, however: whoever sends then need not wait for ever. */
  consume(): AsyncIterator<T, undefined> & AsyncIterable<T>;
  /**
   * Takes the oldest item; waits while there is none. An item that was handed over is delivered, also where a cancel
   * comes before the caller's next step. Rejects with the `Cancelled` of what it stands in or of `options.signal`,
   * with `EndOfChannelError` where nothing can come any more, with `ChannelClosedError` where this receiver is closed.
   */
  receive(options?: SignalOptions): Promise<T>;
  /** Takes an item where there is one. Throws as `receive` rejects, but for cancels. */
  tryReceive(): { readonly item: T } | undefined;
  /** Another receiver of the same channel; sending fails when all of them are closed. */
  clone(): Receiver<T>;
  /** Ends this receiver, and fails what waits on it. Items that are held when the last one is closed are let go. */
  close(): void;
  statistics(): ChannelStatistics;
}

/** The two sides of a channel. */
export interface Channel<T> {
  readonly sender: Sender<T>;
  readonly receiver: Receiver<T>;
}
