export { type FromPinoOptions, fromPino, type PinoStream } from "./from-pino.js";
export { type PinoLike, toPino } from "./to-pino.js";
