export type { DecompressLimits, OnDamage } from "./limits.js";
export { HEAD_BYTES, isEncoded, readPlain } from "./read-plain.js";
