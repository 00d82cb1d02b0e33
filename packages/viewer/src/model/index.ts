export type {
  ActionPlaceAnswer,
  DiffAnswer,
  DifferenceAnswer,
  FailureAnswer,
  ItemAnswer,
  PlaceAnswer,
  SetApartAnswer,
  SlowAnswer,
  StatsAnswer,
  WhyAnswer,
} from "./answers.js";
export { type Interval, Intervals } from "./chart/intervals.js";
export { countsOf, RANK, RUN_STATES, type RunState, STATE_WORDS } from "./chart/run-state.js";
export { barAt, runsOf } from "./chart/runs.js";
export { type Clock, type Tick, ticksOf } from "./chart/time-ticks.js";
export {
  between,
  panned,
  type TimeWindow,
  timeAt,
  wholeOf,
  windowOn,
  xOf,
  zoomed,
} from "./chart/time-window.js";
export { type DiffMark, diffMarks } from "./diff-marks.js";
export type { EmbeddedLog } from "./embedded-log.js";
export { EMBEDDED_LOG_ID, elementTextOf, readEmbeddedLog } from "./embedded-log.js";
export { encodeExact, encodeScalar } from "./exact-json.js";
export { diffJson, failuresJson, slowJson, statsJson } from "./explain-json.js";
export { FacetCounts, ValueCounts } from "./facets.js";
export { findInTask } from "./find-in-task.js";
export { FOLD_ALL, type Folding, foldedIn, refold, UNFOLD_ALL } from "./folding.js";
export {
  formatCount,
  formatSeconds,
  formatShare,
  formatText,
  formatTime,
  formatType,
  formatWholeTime,
  NO_SPAN,
  plural,
  type TimeSpan,
  visibleLines,
} from "./format.js";
export type { GivenFile, Recording } from "./given-file.js";
export { type HistogramItem, histogramOf } from "./histogram.js";
export type { EventsListener, HttpAnswer, HttpTransport } from "./http-log-source.js";
export { HttpLogError, HttpLogSource } from "./http-log-source.js";
export { formatLevel, nodeAt, parseLevel } from "./level-text.js";
export { excerptOf, Needle } from "./line-text.js";
export { type LoadedTask, loadTask } from "./loaded-task.js";
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
  ScopeRecording,
  SearchHit,
  TaskPage,
  TaskQuery,
  TaskRow,
  TaskStatus,
  TypeNumbers,
} from "./log-source.js";
export { MemoryLogSource } from "./memory-log-source.js";
export { MemoryStore } from "./memory-store.js";
export { fromFragment, type PageState, START, toFragment, VIEWS, type ViewName } from "./page-state.js";
export { prettyJson } from "./pretty-json.js";
export type { Questions } from "./routes.js";
export { addressOf, MOST_ASKED_CHARACTERS, MOST_BUCKETS, MOST_ROWS, ROUTES, tokenIn } from "./routes.js";
export { type ListShape, type RowWindow, rowWindow, scrollTopFor } from "./row-window.js";
export type { ReadScHistory, ScHistory, ScNode } from "./sc-history.js";
export { looksLikeScHistory, readScHistory } from "./sc-history.js";
export { readScRecords } from "./sc-records.js";
export { describeLane } from "./scopes/describe-lane.js";
export { type Lane, type LaneForest, type LaneMark, lanesIn } from "./scopes/lane.js";
export { type LaneRow, LaneRows } from "./scopes/lane-rows.js";
export { type LaneView, laneRuns, rowsPerLine } from "./scopes/lane-runs.js";
export { lanesOfHistory } from "./scopes/lanes-of-history.js";
export { lanesOfTasks, type TimedTask } from "./scopes/lanes-of-tasks.js";
export { parseTaskPlace } from "./task-place.js";
export { aboutText, fieldText, taskRow } from "./task-row.js";
export {
  endOf,
  type Folded,
  foldRow,
  parentIndex,
  rowLevel,
  rowsOf,
  type TreeRow,
  unfoldRow,
} from "./task-rows.js";
export { SILENT, WORKING } from "./timeline/critical-line.js";
export { describeRow, fromZero } from "./timeline/describe-row.js";
export { type LinkKind, type Links, linksOf } from "./timeline/links.js";
export { stretchOf } from "./timeline/stretch-of.js";
export {
  type ActionPicture,
  type GapPicture,
  type MessagePicture,
  type RowPicture,
  Timeline,
} from "./timeline/timeline.js";
export { type Branch, type Trunk, Trunks } from "./timeline/trunks.js";
export { type TracebackLine, tracebackLines } from "./traceback-lines.js";
