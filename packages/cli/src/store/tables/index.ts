export { append, appendRow, type Column, type SqlValue } from "./column.js";
export { createEmptyStore } from "./empty-store.js";
export { levelText } from "./level-text.js";
export { isStatus, KIND_NAMES, roleNumber, statusSql } from "./role.js";
export { MOST_ROOT_FIELDS, RootValues } from "./root-values.js";
export {
  ACTION_COLUMNS,
  FIELDS_SQL,
  LINE_SQL,
  MESSAGE_COLUMNS,
  NEW_SIEVE,
  ROOT_VALUE_COLUMNS,
  type RowRange,
  rootFields,
  type StoredMessage,
  storedTask,
  TASK_COLUMNS,
  TASK_NUMBER,
} from "./schema.js";
export { NOTHING_READ, readState, type StoreState, writeState } from "./store-state.js";
export { unusedCount, unusedOf } from "./store-summary.js";
export { storedJson } from "./stored-json.js";
export { VIEWS, viewsText } from "./views.js";
