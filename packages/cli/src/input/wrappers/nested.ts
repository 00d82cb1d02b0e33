import { isObject, type JsonObject } from "../json-object.js";
import type { Wrapper } from "./wrapper.js";

/** Deeper than this no carrier puts a line. */
const MOST_DEEP = 3;
/** A carrier has few keys; an object with more is data. */
const MOST_LOOKED_AT = 200;
const TIMES = ["time", "timestamp", "@timestamp", "TimeGenerated", "date", "ts", "_time", "published", "received_at"];

/**
 * An object that is no line of a logger, and in which a line stands: as an object, or as a text, at some depth. So write
 * what has no name here: exports of Datadog, Splunk and Azure, consumers of queues, runners of commands.
 */
export const nested: Wrapper = {
  kind: "nested",
  lines: "objects around them",
  example: '{"id":"1a2b","attributes":{"timestamp":"2026-01-02T03:04:05.006Z","message":"{\\"level\\":30,…}"}}',
  isCertain: false,
  isGeneral: true,
  ofObject: (value) => {
    const found = inside(value);
    if (found === undefined) return undefined;
    const { host, hostname, service, app, container, pod, stream } = { ...value, ...found.around };
    const known = Object.entries({ name: service, host: host ?? hostname, app, container, pod, stream });
    return {
      inner: found.inner,
      source: { kind: "nested", ...Object.fromEntries(known.filter(([, field]) => typeof field === "string")) },
      time: timeOf(found.around) ?? timeOf(value),
    };
  },
};

interface Found {
  readonly inner: string | JsonObject;
  /** The object in which it stands. */
  readonly around: JsonObject;
}

/** The only text, or else the only object, that may be a line; where there are several, none is the line. */
function inside(value: JsonObject): Found | undefined {
  const texts: Found[] = [];
  const objects: Found[] = [];
  let waiting: (readonly [each: JsonObject, depth: number])[] = [[value, 0]];
  let seen = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [around, depth] = next;
    for (const each of Object.values(around)) {
      if (seen++ > MOST_LOOKED_AT) return undefined;
      const one: unknown = Array.isArray(each) && each.length === 1 && typeof each[0] === "string" ? each[0] : each;
      // Who carries one line has no lists of others beside it.
      if (Array.isArray(one) && one.some(isObject)) return undefined;
      if (typeof one === "string") {
        if (LOOKS_LIKE_OBJECT.test(one)) texts.push({ inner: one.trim(), around });
      } else if (isObject(one)) {
        objects.push({ inner: one, around });
        if (depth < MOST_DEEP) waiting = [...waiting, [one, depth + 1]];
      }
    }
  }
  if (texts.length === 1) return texts[0];
  const lines = objects.filter(({ inner }) => isLineOfLogger(inner as JsonObject));
  return texts.length === 0 && lines.length === 1 ? lines[0] : undefined;
}

const LOOKS_LIKE_OBJECT = /^\s*\{\s*"[\s\S]*\}\s*$/;

/** A level beside a text or a time, or a place in one of our trees. */
function isLineOfLogger(value: JsonObject): boolean {
  const { level, severity, msg, message, time, timestamp, task_uuid } = value;
  if (typeof task_uuid === "string") return true;
  const told = level ?? severity;
  return (
    (typeof told === "string" || typeof told === "number") &&
    (typeof (msg ?? message) === "string" || (time ?? timestamp) !== undefined)
  );
}

function timeOf(value: JsonObject): unknown {
  return TIMES.map((key) => value[key]).find((time) => typeof time === "string" || typeof time === "number");
}
