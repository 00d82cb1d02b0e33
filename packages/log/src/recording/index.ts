export {
  looksLikeScHistory,
  type ReadScHistory,
  readScHistory,
  type ScHistory,
  type ScNode,
} from "./sc-history.js";
export { readScRecords } from "./sc-records.js";
