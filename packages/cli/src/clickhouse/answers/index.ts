export { ClickHouseStore } from "./click-house-store.js";
export { type Sampling, type Shares, sampledLines, settingsFor } from "./sampled-lines.js";
export { type Tables, tablesOf, tasksSql } from "./task-table.js";
