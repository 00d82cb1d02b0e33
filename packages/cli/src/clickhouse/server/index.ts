export { type ClickHouseAddress, clickHouseAddress, isClickHouse } from "./address.js";
export { ClickHouseError } from "./click-house-error.js";
export { ClickHouseClient, type Settings } from "./client.js";
export * as quote from "./quote.js";
