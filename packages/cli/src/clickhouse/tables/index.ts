export { ageOf, ageSentence } from "./age.js";
export {
  hasTable,
  isModern,
  type KnownServer,
  lookAt,
  lookAtDoor,
  refuseOtherSpread,
  refuseOtherTables,
  requireBatches,
  versionOf,
} from "./known-server.js";
export { HAS, INGEST_COLUMNS, improvements, schemaStatements } from "./schema.js";
