export {
  type EventsListener,
  type HttpAnswer,
  HttpLogError,
  HttpLogSource,
  type HttpTransport,
} from "./http-log-source.js";
export {
  addressOf,
  type LogName,
  MOST_ASKED_CHARACTERS,
  MOST_BUCKETS,
  MOST_NAMED,
  MOST_ROWS,
  MOST_SAMPLED,
  type Questions,
  ROUTES,
  tokenIn,
} from "./routes.js";
