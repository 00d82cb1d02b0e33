export { type ApartAnswer, apartJson } from "./apart.js";
export { CHANGE_KINDS, type ChangeName, type CountedTasks, countedKey, diffCounted } from "./counted.js";
export { type ChangeAnswer, type DiffAnswer, type DifferenceAnswer, diffJson } from "./diff.js";
export { decodeExact, encodeExact, encodeScalar } from "./exact-json.js";
export {
  FACET_LIMITS,
  FacetCounts,
  type Facets,
  type FacetValue,
  type FieldSpread,
  ValueCounts,
  worthChoosing,
} from "./facets.js";
export { type FieldName, MOST_FIELD_NAMES, MOST_LOOKED_AT } from "./field-names.js";
export { groupsOf, MOST_GROUPS, type TaskGroup, type TaskGroups } from "./groups.js";
export {
  durationOfStep,
  type Heatmap,
  type HeatmapCell,
  heatmapOf,
  SHORTEST_SECONDS,
  STEPS_PER_DOUBLING,
} from "./heatmap.js";
export { type Histogram, type HistogramItem, histogramOf } from "./histogram.js";
export { MOST_NEAR, mostAlike } from "./nearest.js";
export { Needle } from "./needle.js";
export { alikeIn, type Origins, type TaskOrigin } from "./origins.js";
export { type PathAnswer, pathJson } from "./path.js";
export { type ActionPlaceAnswer, type PlaceAnswer, placeJson } from "./places.js";
export { excerptOf, type SearchHit } from "./search-hit.js";
export {
  changeClause,
  diffSentence,
  divergenceClause,
  errorText,
  failureApartSentence,
  failureSentence,
  howSure,
  nameSetApart,
  nothingFailedSentence,
  ownerOfChange,
  pathSentence,
  percent,
  sharesText,
  slowApartSentence,
  slowSentence,
} from "./sentences/index.js";
export type { SetApartAnswer } from "./set-apart.js";
export { type ItemAnswer, type SlowAnswer, slowJson } from "./slow.js";
export { spellings } from "./spellings.js";
export { type StatsAnswer, statsJson } from "./stats.js";
export type { LogPart, LogSummary } from "./summary.js";
export type { BetweenAnswer, SuspectAnswer } from "./suspects.js";
export { aboutText, fieldText, type TaskPage, type TaskRow, type TaskStatus, taskRow } from "./task-row.js";
export type { TypeNumbers } from "./type-numbers.js";
export { type FailureAnswer, type WhyAnswer, whyJson } from "./why.js";
