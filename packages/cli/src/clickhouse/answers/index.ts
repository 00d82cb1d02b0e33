export { ClickHouseStore } from "./click-house-store.js";
export { type Sampling, sampledLines } from "./sampled-lines.js";
