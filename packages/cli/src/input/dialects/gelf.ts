import { asText, type Dialect, errorOfText, namesError } from "./parts/index.js";

/** Graylog's form: https://go2docs.graylog.org/current/getting_in_log_data/gelf.html. Its levels are those of syslog. */
export const gelf: Dialect = {
  name: "gelf",
  lines: "lines of GELF",
  example: '{"version":"1.1","host":"web-1","short_message":"listening","timestamp":1767323045.006,"level":6}',
  recognizes: ({ short_message, host, version }) =>
    typeof short_message === "string" && typeof host === "string" && version !== undefined,
  words: { text: ["short_message"], logger: ["_logger", "_facility", "facility"] },
  levels: { 0: "fatal", 1: "fatal", 2: "fatal", 3: "error", 4: "warn", 5: "notice", 6: "info", 7: "debug" },
  prepare: (reading) => {
    const whole = reading.value.full_message;
    const short = asText(reading.value.short_message);
    if (typeof whole !== "string") return {};
    const trace = short !== undefined && whole.startsWith(`${short}\n`) ? whole.slice(short.length + 1) : whole;
    if (!namesError(trace)) return {};
    reading.drop("full_message");
    return { error: errorOfText(trace) };
  },
  durations: "ms",
};
