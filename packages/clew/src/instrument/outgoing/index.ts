export { patchFetch } from "./fetch-calls.js";
export { patchHttpClient } from "./http-calls.js";
