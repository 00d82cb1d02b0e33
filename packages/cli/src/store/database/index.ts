export { Database, openDatabase, openExporter, rowsOf, SCRATCH } from "./duckdb.js";
export { StoreError } from "./store-error.js";
