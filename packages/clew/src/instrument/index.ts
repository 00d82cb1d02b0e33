// What a program does with the world, as actions, without its code being touched.
export { instrument, instrumentFromEnv } from "./instrument.js";
export type { InstrumentHttpOptions, InstrumentOptions, InstrumentSqlOptions } from "./options.js";
