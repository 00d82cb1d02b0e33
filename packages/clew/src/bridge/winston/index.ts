export { type FromWinstonOptions, fromWinston, type WinstonWritable } from "./from-winston.js";
export { toWinston, type WinstonLike } from "./to-winston.js";
