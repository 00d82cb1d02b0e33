export type { OpenStoreOptions, Refreshed, Store } from "./open-store.js";
export { openStore } from "./open-store.js";
export type { Answer, QueryOptions } from "./query-store.js";
export { queryStore } from "./query-store.js";
export { StoreError } from "./store-error.js";
