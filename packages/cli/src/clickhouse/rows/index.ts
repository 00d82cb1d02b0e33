export { RowBinary } from "./row-binary.js";
export { type ShippedRow, shippedRow } from "./shipped-row.js";
