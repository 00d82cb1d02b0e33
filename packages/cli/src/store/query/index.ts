export { type ExportedTables, exportTables, type TableChoice } from "./export-tables.js";
export { type Answer, type QueryOptions, queryStore } from "./query-store.js";
