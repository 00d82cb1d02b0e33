export { readDroppedFile } from "./dropped-file.js";
export { openLog } from "./open-log.js";
