export { ClickHouseStore } from "./answers/index.js";
export { RowBinary, shippedRow } from "./rows/index.js";
export { ClickHouseClient, ClickHouseError, clickHouseAddress, isAway, isClickHouse } from "./server/index.js";
export { INGEST_COLUMNS, improvements, isModern, lookAt, schemaStatements, versionOf } from "./tables/index.js";
