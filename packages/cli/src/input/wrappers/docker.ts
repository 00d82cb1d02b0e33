import type { JsonObject } from "../json-object.js";
import type { SourceFields, Unwrapped, Wrapper } from "./wrapper.js";

const BEGIN = '{"log":"';
const STREAM = '","stream":"';
const TIME = '","time":"';
const LINE_END = "\\n";
const END = '"}';

/** Docker's json-file driver. It cuts lines at 16 KiB; only the last piece of one has its line end. */
export const docker: Wrapper = {
  kind: "docker",
  lines: "Docker's json-file",
  example: '{"log":"{\\"level\\":30,…}\\n","stream":"stdout","time":"2026-01-02T03:04:05.006789012Z"}',
  isCertain: true,
  // As Docker writes it, nothing but the text has to be looked at.
  ofText: (text) => {
    if (!text.startsWith(BEGIN)) return undefined;
    const time = text.lastIndexOf(TIME);
    const stream = time === -1 ? -1 : text.lastIndexOf(STREAM, time);
    if (stream === -1 || !text.endsWith('"}') || time - stream > 40) return undefined;
    const log = literal(text.slice(BEGIN.length - 1, stream + 1));
    if (log === undefined) return undefined;
    return unwrapped(log, text.slice(stream + STREAM.length, time), text.slice(time + TIME.length, -2), undefined);
  },
  ofObject: (value: JsonObject) => {
    const { log, stream, time, attrs } = value;
    if (typeof log !== "string" || typeof time !== "string" || (stream !== undefined && typeof stream !== "string")) {
      return undefined;
    }
    if (!Object.keys(value).every((key) => KEYS.has(key))) return undefined;
    const tag = typeof attrs === "object" && attrs !== null ? (attrs as { readonly tag?: unknown }).tag : undefined;
    return unwrapped(log, stream, time, typeof tag === "string" ? tag : undefined);
  },
};

/** The pattern of whole lines whose texts have a pattern, and the patterns of the stream and the time. */
export function dockerPattern(inner: string, stream: string, time: string): string {
  return `\\{"log":"${inner}\\\\n","stream":"${stream}","time":"${time}"\\}`;
}

/** How many characters of such a line stand before its text. */
export const BEFORE_TEXT = BEGIN.length;

/** How many stand behind it. */
export function behindText(stream: string, time: string): number {
  return LINE_END.length + STREAM.length + stream.length + TIME.length + time.length + END.length;
}

/** What such a line tells beside its text. */
export function sourceOfDocker(stream: string, time: string): SourceFields {
  return { kind: "docker", stream, time };
}

const KEYS = new Set(["log", "stream", "time", "attrs"]);

function literal(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function unwrapped(log: string, stream: string | undefined, time: string, name: string | undefined): Unwrapped {
  const isWhole = log.endsWith("\n");
  const source = stream === undefined ? { kind: "docker", time } : { kind: "docker", stream, time };
  return {
    inner: isWhole ? log.slice(0, -1) : log,
    source: name === undefined ? source : { ...source, name },
    time,
    piece: isWhole ? "last" : "part",
  };
}
