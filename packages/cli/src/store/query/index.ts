export { type Answer, type QueryOptions, queryStore } from "./query-store.js";
