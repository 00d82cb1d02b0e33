import { isObject, type JsonObject } from "../json-object.js";
import { asText, type Dialect, readDuration, type SpanEvent } from "./parts/index.js";

/** The JSON of Rust's https://docs.rs/tracing-subscriber: each line names the spans that it stands in. */
export const tracing: Dialect = {
  name: "tracing",
  lines: "lines of Rust's tracing",
  example:
    '{"timestamp":"2026-01-02T03:04:05.006789Z","level":"INFO","fields":{"message":"listening"},"target":"shop"}',
  recognizes: ({ target, level, fields, timestamp, message }) =>
    typeof target === "string" &&
    typeof level === "string" &&
    timestamp !== undefined &&
    (isObject(fields) || message !== undefined),
  words: { logger: ["target"], text: ["fields.message", "message"], error: ["fields.error", "error"] },
  prepare: (reading) => {
    const path = pathOf(reading.value);
    if (path.length === 0) return {};
    const text = reading.at("fields.message") ?? reading.at("message");
    const event = EVENTS[String(text)] ?? "logs";
    reading.drop("span");
    reading.drop("spans");
    const busy = reading.at("fields.time.busy") ?? reading.at("time.busy");
    const idle = reading.at("fields.time.idle") ?? reading.at("time.idle");
    const duration =
      event === "ends" ? (readDuration(asText(busy)) ?? 0) + (readDuration(asText(idle)) ?? 0) : undefined;
    return { span: { path, event, duration: busy === undefined ? undefined : duration } };
  },
};

/** What the lines say that `with_span_events` makes. */
const EVENTS: Readonly<Record<string, SpanEvent["event"]>> = {
  new: "begins",
  enter: "other",
  exit: "other",
  close: "ends",
};

/** The spans from the outermost on; the innermost is told a second time, by itself. */
function pathOf({ span, spans }: JsonObject): SpanEvent["path"] {
  const path = Array.isArray(spans) ? spans.filter(isObject).map(toSpan) : [];
  if (!isObject(span)) return path;
  const own = toSpan(span);
  const last = path.at(-1);
  return last !== undefined && last.name === own.name && JSON.stringify(last) === JSON.stringify(own)
    ? path
    : [...path, own];
}

function toSpan({ name, ...fields }: JsonObject): SpanEvent["path"][number] {
  return { name: String(name), fields };
}
