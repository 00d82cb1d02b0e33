export { ageOf, ageSentence } from "./age.js";
export { isModern, type KnownServer, lookAt, lookAtDoor, refuseOtherTables, versionOf } from "./known-server.js";
export { HAS, INGEST_COLUMNS, improvements, schemaStatements } from "./schema.js";
