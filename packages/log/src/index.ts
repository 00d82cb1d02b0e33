// A log that can be asked: the questions, the answers and their forms in JSON, the log in memory, and the client of a
// server. For whoever reads logs; programs that write them import clew alone.

export * from "./answers/index.js";
export * from "./http/index.js";
export * from "./memory/index.js";
export * from "./questions/index.js";
