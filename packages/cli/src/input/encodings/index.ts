export { isEncodedFile } from "./encoded-file.js";
export type { DecompressLimits, OnDamage } from "./limits.js";
export { readPlain } from "./read-plain.js";
export { textOfWindows1252 } from "./windows-1252.js";
