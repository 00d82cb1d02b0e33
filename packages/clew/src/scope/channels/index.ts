export { type Broadcast, createBroadcast } from "./broadcast.js";
export type { Channel, ChannelStatistics, Receiver, Sender } from "./channel.js";
export { BrokenChannelError, ChannelClosedError, EndOfChannelError } from "./channel-errors.js";
export { createChannel } from "./create-channel.js";
export { createLatestValue, type LatestValue } from "./latest-value.js";
export { type Barrier, createBarrier, createEvent, type Occurrence } from "./signals.js";
