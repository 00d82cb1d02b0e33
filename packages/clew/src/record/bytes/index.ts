export { LineBytes, type TextMemory } from "./line-bytes.js";
export { toWords, type Words } from "./words.js";
