import { isObject, type JsonObject } from "../json-object.js";
import type { Unwrapped, Wrapper } from "./wrapper.js";

/** `logcli query` writes time, labels and line; promtail's dry run puts tabs between them. */
const LINE = /^(\d{4}-\d\d-\d\dT\S+)[ \t]+\{((?:[\w.]+="(?:[^"\\]|\\.)*"(?:, ?)?)*)\}[ \t]+(.*)$/s;

/** Loki: `logcli`, also with `-o jsonl`, and what its API answers. */
export const loki: Wrapper = {
  kind: "loki",
  lines: "Loki's",
  example: '{"labels":{"pod":"web-1"},"line":"{\\"level\\":30,…}","timestamp":"2026-01-02T03:04:05.006Z"}',
  isCertain: true,
  ofText: (text) => {
    const found = LINE.exec(text);
    if (found === null) return undefined;
    const [, time = "", labels = "", line = ""] = found;
    const pairs = [...labels.matchAll(/([\w.]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [key, value]);
    return unwrapped(line, time, Object.fromEntries(pairs));
  },
  ofObject: ({ labels, line, timestamp, data, streams }) => {
    if (isObject(labels) && typeof line === "string") return unwrapped(line, timestamp, labels);
    const results = isObject(data) && data.resultType === "streams" ? data.result : streams;
    if (!Array.isArray(results)) return undefined;
    const lines = results.flatMap((result) => (isObject(result) ? linesOf(result) : []));
    return lines.length === 0 ? undefined : lines;
  },
};

function linesOf({ stream, values }: JsonObject): readonly Unwrapped[] {
  if (!isObject(stream) || !Array.isArray(values)) return [];
  return values.flatMap((value: unknown) =>
    Array.isArray(value) && typeof value[1] === "string" ? [unwrapped(value[1], value[0], stream)] : [],
  );
}

function unwrapped(line: string, time: unknown, labels: JsonObject): Unwrapped {
  const label = (key: string, ...names: readonly string[]) => {
    const name = names.find((each) => typeof labels[each] === "string");
    return name === undefined ? {} : { [key]: labels[name] };
  };
  return {
    inner: line.replace(/\n$/, ""),
    source: {
      kind: "loki",
      ...label("name", "service_name", "job", "app"),
      ...label("pod", "pod"),
      ...label("container", "container"),
      ...label("host", "host", "hostname", "node_name"),
      ...label("stream", "stream"),
    },
    time,
  };
}
