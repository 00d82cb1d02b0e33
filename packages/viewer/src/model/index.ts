export type { EmbeddedLog } from "./embedded-log.js";
export { EMBEDDED_LOG_ID, elementTextOf, readEmbeddedLog } from "./embedded-log.js";
export { diffJson, failuresJson, slowJson, statsJson } from "./explain-json.js";
export type { EventsListener, HttpAnswer, HttpTransport } from "./http-log-source.js";
export { HttpLogError, HttpLogSource } from "./http-log-source.js";
export type {
  Facets,
  FacetValue,
  FieldValue,
  Histogram,
  LogNews,
  LogSource,
  LogStore,
  LogSummary,
  PageRequest,
  SearchHit,
  TaskPage,
  TaskQuery,
  TaskRow,
  TaskStatus,
  TypeNumbers,
} from "./log-source.js";
export type { Questions, ScopeRecording } from "./routes.js";
export { addressOf, MOST_ASKED_CHARACTERS, MOST_BUCKETS, MOST_ROWS, ROUTES, tokenIn } from "./routes.js";
export type { ReadScHistory, ScHistory, ScNode } from "./sc-history.js";
export { readScHistory } from "./sc-history.js";
