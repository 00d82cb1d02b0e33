export { askStore } from "./ask-store.js";
export { StoreError } from "./database/index.js";
export { type FreshStore, openFreshStore } from "./fresh-store.js";
export type { OpenStoreOptions, Store } from "./open-store.js";
export { openStore } from "./open-store.js";
export type { Answer, QueryOptions } from "./query/index.js";
export { exportTables, queryStore } from "./query/index.js";
export { viewsText } from "./tables/index.js";
export { treesOfTasks } from "./task-trees.js";
