export { type FileState, fingerprints, type UnusedPlace } from "./read-state.js";
export { takeSnapshot } from "./snapshot.js";
export { planFor } from "./store-files.js";
