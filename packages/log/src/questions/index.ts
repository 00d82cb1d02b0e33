export type { LogNews } from "./log-news.js";
export type { LogSource, LogStore, ScopeRecording } from "./log-source.js";
export type { FieldValue, PageRequest, TaskQuery } from "./task-query.js";
