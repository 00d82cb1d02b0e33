import { asText, type Dialect } from "./parts/index.js";

/** Elastic Common Schema: https://www.elastic.co/guide/en/ecs/current. Its keys are dotted, or nested. */
export const ecs: Dialect = {
  name: "ecs",
  lines: "lines of the Elastic Common Schema",
  example: '{"@timestamp":"2026-01-02T03:04:05.006Z","log.level":"info","message":"listening","ecs.version":"8.10.0"}',
  looksInto: ["log"],
  recognizes: (value) =>
    Object.hasOwn(value, "ecs.version") ||
    (value["@timestamp"] !== undefined &&
      (Object.hasOwn(value, "log.level") ||
        (typeof value.ecs === "object" && value.ecs !== null) ||
        (typeof value.log === "object" && value.log !== null && "level" in value.log))),
  prepare: (reading) => {
    const reason = reading.take(["error.message"], asText);
    const exception = reading.take(["error.type"], asText);
    const traceback = reading.take(["error.stack_trace"], asText);
    if (reason === undefined && exception === undefined) return {};
    const name = exception ?? "error";
    return { error: { exception: name, reason: reason || name, ...(traceback !== undefined && { traceback }) } };
  },
  durations: "ns",
};
