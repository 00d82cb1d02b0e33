export { columnsOf, finish } from "./finish-line.js";
export { Gutter } from "./gutter.js";
export { continuationOf, formatUuid, headingOf } from "./heading.js";
export { type MessageOptions, renderMessage } from "./message-lines.js";
export { renderNode, standingAlone } from "./node-line.js";
export { layOut } from "./node-lines.js";
export { describeBegin, describeNode, type NodeText } from "./node-text.js";
