export type { OpenStoreOptions, Refreshed, Store } from "./open-store.js";
export { openStore } from "./open-store.js";
export { StoreError } from "./store-error.js";
