export { ClickHouseStore, type Sampling, type Shares } from "./answers/index.js";
export { Arrivals } from "./arrivals/index.js";
export { askCluster } from "./ask-cluster.js";
export { queryCluster } from "./query/index.js";
export { RowBinary, type ShippedRow, shippedRow } from "./rows/index.js";
export { ClickHouseClient } from "./server/index.js";
export { clickHouseSource } from "./source.js";
export {
  ageOf,
  ageSentence,
  hasTable,
  INGEST_COLUMNS,
  improvements,
  isModern,
  lookAt,
  lookAtDoor,
  refuseOtherSpread,
  refuseOtherTables,
  schemaStatements,
  versionOf,
} from "./tables/index.js";
