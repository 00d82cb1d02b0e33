export { formatDuration } from "./duration.js";
export { formatMoment, type MomentOptions } from "./moment.js";
export { shortUuid } from "./short-uuid.js";
export { formatKey, formatValue, startOf } from "./value-text.js";
export { hasLineBelow, visible, visibleJson } from "./visible.js";
export { cutToColumns, isNarrow, type Measure, measureColumns, takeColumns } from "./width.js";
