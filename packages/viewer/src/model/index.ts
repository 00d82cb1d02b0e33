export { apartWords } from "./apart-words.js";
export type { Interval } from "./chart/intervals.js";
export { RANK, RUN_STATES, type RunState, STATE_WORDS } from "./chart/run-state.js";
export { barAt, runsOf } from "./chart/runs.js";
export { type Clock, type Tick, ticksOf } from "./chart/time-ticks.js";
export {
  between,
  following,
  panned,
  type TimeWindow,
  timeAt,
  wholeOf,
  windowOn,
  xOf,
  zoomed,
} from "./chart/time-window.js";
export { type DiffMark, diffMarks } from "./diff-marks.js";
export { durationBar } from "./duration-bar.js";
export { findInTask } from "./find-in-task.js";
export { FOLD_ALL, type Folding, foldedIn, refold, UNFOLD_ALL } from "./folding.js";
export {
  agoWords,
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
  withoutFolders,
} from "./format.js";
export type { GivenFile, Recording } from "./given-file.js";
export { type IcicleBox, icicleOf, type PathTime } from "./icicle.js";
export { formatLevel, nodeAt, parseLevel } from "./level-text.js";
export { type LoadedTask, loadTask } from "./loaded-task.js";
export { fromFragment, type PageState, START, toFragment, type ViewName } from "./page-state.js";
export { prettyJson } from "./pretty-json.js";
export { type ListShape, type RowWindow, rowWindow, scrollTopFor } from "./row-window.js";
export { describeLane } from "./scopes/describe-lane.js";
export { type Lane, type LaneForest, type LaneMark, laneName, lanesByName, lanesIn } from "./scopes/lane.js";
export { type LaneRow, LaneRows } from "./scopes/lane-rows.js";
export { type LaneView, laneRuns } from "./scopes/lane-runs.js";
export { lanesOfHistory } from "./scopes/lanes-of-history.js";
export { lanesOfTasks, type TimedTask } from "./scopes/lanes-of-tasks.js";
export { parseTaskPlace } from "./task-place.js";
export { WORKING } from "./timeline/critical-line.js";
export { type Density, densityOf } from "./timeline/density.js";
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
export {
  type Folded,
  foldRow,
  parentIndex,
  rowLevel,
  rowsOf,
  type TreeRow,
  unfoldRow,
} from "./tree-rows.js";
export { narrowedBy, withField } from "./typed-filter.js";
