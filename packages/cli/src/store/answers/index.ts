export { DuckDbStore } from "./duckdb-store.js";
export { fieldNamesOf } from "./field-names.js";
export { typeNumbers } from "./type-numbers.js";
