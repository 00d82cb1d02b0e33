export { type FoundStore, findStore } from "./find-store.js";
export { storePathOf } from "./store-path.js";
