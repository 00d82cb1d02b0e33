// Values that set some tasks, or some actions, apart from others, and the statistics by which chance is told from cause.

export type { Counts } from "./association.js";
export { gain, logChance } from "./association.js";
export type { Unit } from "./candidate.js";
export { EvenSample } from "./even-sample.js";
export { FactStore } from "./fact-store.js";
export { discoveries } from "./false-discovery.js";
export type { Feature } from "./feature.js";
export { ANYWHERE, FeatureNumbers } from "./feature.js";
export { roundest } from "./limits.js";
export { designEffect, logNormalTail, logRankChance } from "./ranks.js";
export type {
  Apart,
  SetApart,
  SetApartAbove,
  SetApartBelow,
  SetApartTogether,
  SetApartValue,
  UsualCounts,
} from "./set-apart.js";
export { confidenceOf, setApart } from "./set-apart.js";
export { splitInTwo } from "./split.js";
export { stratified } from "./strata.js";
export { lineageFeatures, placesOf } from "./task-facts.js";
export { collectFeatures, collectFields } from "./task-features.js";
export { logTail, shareOf, squares } from "./variance.js";
