export { type Forest, MOST_HITS } from "./forest.js";
export type { LogAnswer } from "./log-answer.js";
export { type Connection, LogSession } from "./log-session.js";
export { Navigation, type NavigationKind } from "./navigation.js";
export { OpenTask } from "./open-task.js";
export { type Asked, Resource } from "./resource.js";
export type { ScopesOf, ShownScopes } from "./scopes.js";
export { type Opening, Session } from "./session.js";
export type { TaskListing } from "./task-pages.js";
