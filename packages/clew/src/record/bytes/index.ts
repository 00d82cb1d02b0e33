export { LineBytes, type TextMemory } from "./line-bytes.js";
export { isOwnBytes } from "./own-bytes.js";
export { toWords, type Words } from "./words.js";
