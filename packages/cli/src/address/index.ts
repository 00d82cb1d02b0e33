export { type ClickHouseAddress, clickHouseAddress, isClickHouse } from "./click-house-address.js";
export { ClickHouseError } from "./click-house-error.js";
