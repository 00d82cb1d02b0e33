export { toFile } from "./to-file.js";
