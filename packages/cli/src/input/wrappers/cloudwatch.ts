import { isObject, type JsonObject } from "../json-object.js";
import type { Unwrapped, Wrapper } from "./wrapper.js";

const TAIL = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ([^\s{}"[\]]+\/\S*) (.*)$/s;
/** `aws logs filter-log-events --output text`: the time stands behind the line. */
const EVENT = /^EVENTS\t(?:\d{20,}\t)?\d{13}\t(?:([^\t{"]+)\t)?(.*)\t(\d{13})$/s;

/** CloudWatch Logs: what its API gives, what a subscription gets, what Insights finds, and `aws logs tail`. */
export const cloudwatch: Wrapper = {
  kind: "cloudwatch",
  lines: "CloudWatch's",
  example: '{"logStreamName":"shop/web/1","timestamp":1767323045006,"message":"{\\"level\\":30,…}","ingestionTime":…}',
  isCertain: true,
  ofText: (text) => {
    const event = text.startsWith("EVENTS\t") ? EVENT.exec(text) : null;
    if (event !== null) return lineOf(event[2] as string, event[3], event[1]);
    const found = TAIL.exec(text);
    if (found === null) return undefined;
    const [, time = "", stream = "", inner = ""] = found;
    return { inner, source: { kind: "cloudwatch", log_stream: stream, time }, time };
  },
  ofObject: (value) => {
    const events = value.logEvents ?? value.events;
    if (Array.isArray(events)) {
      const isEvents =
        events.length > 0 &&
        events.every((event) => isObject(event) && typeof event.message === "string" && event.timestamp !== undefined);
      return isEvents ? events.map((event) => eventOf(event as JsonObject, value)) : undefined;
    }
    if (
      typeof value["@message"] === "string" &&
      (value["@logStream"] ?? value["@ptr"] ?? value["@log"]) !== undefined
    ) {
      return lineOf(value["@message"], value["@timestamp"], value["@logStream"]);
    }
    const { ingestionTime, eventId, logStreamName } = value;
    if (ingestionTime === undefined && eventId === undefined && logStreamName === undefined) return undefined;
    return typeof value.message === "string" ? eventOf(value, value) : undefined;
  },
};

function eventOf(event: JsonObject, around: JsonObject): Unwrapped {
  const stream = event.logStreamName ?? around.logStreamName ?? around.logStream;
  return lineOf(event.message as string, event.timestamp, stream, around.logGroup ?? around.logGroupName);
}

function lineOf(message: string, time: unknown, stream: unknown, group?: unknown): Unwrapped {
  return {
    inner: message.replace(/\n$/, ""),
    source: {
      kind: "cloudwatch",
      ...(typeof stream === "string" && { log_stream: stream }),
      ...(typeof group === "string" && { name: group }),
    },
    time,
  };
}
