export { buildStore, type Growth, growStore } from "./build.js";
export { FileReader } from "./file-reader.js";
