export { DuckDbStore } from "./duckdb-store.js";
export { typeNumbers } from "./type-numbers.js";
