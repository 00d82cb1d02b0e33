export { Crossing } from "./crossing.js";
export { addDestination, addGlobalFields, close, flush, ledger, removeDestination } from "./destinations.js";
export { directLine, endDirectLine } from "./direct-line.js";
export { emit, giveHeld, type Reporter, reportFailure } from "./emit.js";
export { emitLine, logAlone, logMessageAlone, outside, reportAlone, reportLine } from "./lone-messages.js";
