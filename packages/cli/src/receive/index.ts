export { ReceivedLog } from "./received-log.js";
export { type Received, Receiver, type ReceiverOptions } from "./receiver.js";
