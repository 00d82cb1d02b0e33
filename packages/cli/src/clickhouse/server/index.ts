export { ClickHouseClient, type Settings } from "./client.js";
export * as quote from "./quote.js";
