export { ageOf, ageSentence } from "./age.js";
export { isModern, type KnownServer, lookAt, lookAtDoor, versionOf } from "./known-server.js";
export { INGEST_COLUMNS, improvements, schemaStatements } from "./schema.js";
