export { findTask, tasksBeside, UnknownTaskError } from "./find-task.js";
export {
  type ChangedTasks,
  firstChanged,
  type GrowingStore,
  MOST_CHANGED_TASKS,
  type Refreshed,
} from "./growing-store.js";
export type { LogNews } from "./log-news.js";
export type { LogSource, LogStore, ScopeRecording } from "./log-source.js";
export type { FieldValue, PageRequest, TaskQuery } from "./task-query.js";
