export type { Channel, ChannelStatistics, Receiver, Sender } from "./channel.js";
export { BrokenChannelError, ChannelClosedError, EndOfChannelError } from "./channel-errors.js";
export { createChannel } from "./create-channel.js";
