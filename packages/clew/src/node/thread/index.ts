export { LogRing } from "./log-ring.js";
export { RingDrain } from "./ring-drain.js";
export { ThreadWriter } from "./thread-writer.js";
export {
  type StartWriterThread,
  startWriterThread,
  type WriterThread,
  type WriterThreadData,
  type WriterThreadEvents,
} from "./writer-thread.main.js";
