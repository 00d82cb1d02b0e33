export {
  EMBEDDED_LOG_ID,
  type EmbeddedAnswers,
  type EmbeddedLog,
  type EmbeddedPart,
  elementTextOf,
  readEmbeddedLog,
} from "./embedded-log.js";
export { MemoryLogSource } from "./memory-log-source.js";
export { MemoryStore } from "./memory-store.js";
