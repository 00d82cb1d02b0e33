export { Database, openDatabase, rowsOf, SCRATCH } from "./duckdb.js";
export { StoreError } from "./store-error.js";
