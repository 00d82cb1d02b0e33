export { isModern, type KnownServer, lookAt, versionOf } from "./known-server.js";
export { INGEST_COLUMNS, improvements, MESSAGE_COLUMNS, schemaStatements } from "./schema.js";
