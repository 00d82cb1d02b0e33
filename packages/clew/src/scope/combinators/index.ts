export { all, type ResultsOf } from "./all.js";
export { any } from "./any.js";
export type { BackoffOptions } from "./backoff.js";
export type { RaceOptions } from "./contest.js";
export { type MapFunction, mapConcurrent } from "./map-concurrent.js";
export { race } from "./race.js";
export { type Attempt, type Retrying, type RetryOptions, retry } from "./retry.js";
export { shield } from "./shield.js";
export { failAfter, type MovedOn, moveOnAfter } from "./timeouts.js";
