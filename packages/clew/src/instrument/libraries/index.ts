// The libraries that are known by their files: of which versions, and what is done to what the files give.
export { LIBRARIES, type Patch } from "./known.js";
export { patchNodeSqlite } from "./sqlite.js";
