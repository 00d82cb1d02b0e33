import { ClewError } from "../../record/index.js";

/** One side of a channel. */
export type ChannelSide = "sender" | "receiver";

/**
 * A sender or a receiver was used after its own `close()`, or closed while something waited on it. Trio's
 * `ClosedResourceError`.
 */
export class ChannelClosedError extends ClewError {
  static readonly code = "CLEW_CHANNEL_CLOSED";
  override readonly name = "ChannelClosedError";
  readonly code = ChannelClosedError.code;

  constructor(act: string, side: ChannelSide) {
    super(
      `Cannot ${act}: this ${side} was closed; close it after its last use, or give each user a clone() of its own`,
    );
  }
}

/** Something was sent that nobody will ever receive: all receivers are closed. Trio's `BrokenResourceError`. */
export class BrokenChannelError extends ClewError {
  static readonly code = "CLEW_CHANNEL_BROKEN";
  override readonly name = "BrokenChannelError";
  readonly code = BrokenChannelError.code;

  constructor() {
    super(
      "Cannot send: all receivers of the channel are closed, so that nobody will ever receive the item; " +
        "stop sending when this is thrown, or keep a receiver open for as long as there are senders",
    );
  }
}

/**
 * There is nothing more to receive: all senders are closed, and what they sent was received. `for await` ends where
 * `receive()` throws this. Trio's `EndOfChannel`.
 *
 * @example
 * ```ts
 * import { createChannel, EndOfChannelError } from "clew/scope";
 *
 * const { sender, receiver } = createChannel<string>(1);
 * sender.close();
 * await receiver.receive().catch((error: unknown) => console.log(error instanceof EndOfChannelError));
 * ```
 */
export class EndOfChannelError extends ClewError {
  static readonly code = "CLEW_END_OF_CHANNEL";
  override readonly name = "EndOfChannelError";
  readonly code = EndOfChannelError.code;

  constructor() {
    super(
      "Cannot receive: all senders of the channel are closed, and everything that they sent was received; " +
        "end here, as `for await` does, or keep a sender open for as long as something is to come",
    );
  }
}
