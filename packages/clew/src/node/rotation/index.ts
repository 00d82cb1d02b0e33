export { Compression } from "./compression.js";
export { LOOK_EVERY_MS } from "./rotated-files.js";
export { Rotation, type RotationOptions } from "./rotation.js";
