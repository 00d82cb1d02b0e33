import { type Dialect, errorBeside } from "./parts/index.js";

/** https://github.com/winstonjs/winston: a level and a message; an error's stack trace stands beside them. */
export const winston: Dialect = {
  name: "winston",
  lines: "winston's lines",
  example: '{"level":"info","message":"listening","timestamp":"2026-01-02T03:04:05.006Z"}',
  recognizes: ({ level, message, logger_name, name, logger, time, caller, context, level_name, event }) =>
    typeof level === "string" &&
    typeof message === "string" &&
    logger_name === undefined &&
    logger === undefined &&
    name === undefined &&
    time === undefined &&
    caller === undefined &&
    level_name === undefined &&
    event === undefined &&
    context === undefined,
  prepare: (reading) => {
    const { stack, message } = reading.value;
    if (typeof stack !== "string") return {};
    reading.drop("stack");
    const error = errorBeside(typeof message === "string" ? message : undefined, stack);
    return error === undefined ? {} : { error };
  },
  durations: "ms",
};
