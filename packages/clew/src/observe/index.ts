export { addInstrument, type Instrument, removeInstrument } from "./instrument.js";
export { logAllTasks } from "./log-all-tasks.js";
