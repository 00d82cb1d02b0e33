export { ClickHouseStore } from "./click-house-store.js";
