export { findTask, severalTasks, tasksBeside, UnknownTaskError } from "./find-task.js";
export {
  type ChangedTasks,
  firstChanged,
  type GrowingStore,
  MOST_CHANGED_TASKS,
  type Refreshed,
} from "./growing-store.js";
export type { LogNews } from "./log-news.js";
export type { LogSource, LogStore, ScopeRecording } from "./log-source.js";
export {
  evenPart,
  evenRuns,
  FEW_TASKS,
  FIRST_SAMPLE,
  type SampledSides,
  sampleSides,
  sampleTasks,
} from "./sample-tasks.js";
export {
  type Counted,
  FIELD_OPERATORS,
  type FieldOperator,
  type FieldValue,
  narrowedTo,
  type PageRequest,
  type TaskQuery,
} from "./task-query.js";
export { takes, type Way } from "./way.js";
