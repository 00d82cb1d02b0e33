// Durations as loggers write them, in seconds.

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  sec: 1,
  m: 60,
  min: 60,
  h: 3600,
};

const PART = /(\d+(?:\.\d+)?)\s?(ns|us|µs|μs|ms|sec|s|min|m|h)/g;
const WHOLE = /^(?:\d+(?:\.\d+)?\s?(?:ns|us|µs|μs|ms|sec|s|min|m|h))+$/;
const CLOCK = /^(?:(\d+)\.)?(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/;

/** A text with its unit: `12.3ms`, `1m2.5s`, `00:00:00.0123`. */
export function readDuration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (WHOLE.test(text)) {
    let seconds = 0;
    for (const [, number, unit] of text.matchAll(PART)) seconds += Number(number) * (SECONDS[unit as string] as number);
    return seconds;
  }
  const clock = CLOCK.exec(text);
  if (clock === null) return undefined;
  const [days, hours, minutes, seconds] = clock.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** The keys of durations, with the unit that a bare number has under each; `undefined` where the logger decides. */
export const DURATION_KEYS: Readonly<Record<string, number | undefined>> = {
  responseTime: 1e-3,
  response_time_ms: 1e-3,
  responseTimeMs: 1e-3,
  duration_ms: 1e-3,
  durationMs: 1e-3,
  durationMillis: 1e-3,
  elapsed_ms: 1e-3,
  elapsedMs: 1e-3,
  ElapsedMilliseconds: 1e-3,
  took_ms: 1e-3,
  latency_ms: 1e-3,
  latencyMs: 1e-3,
  duration_us: 1e-6,
  duration_ns: 1e-9,
  duration_s: 1,
  duration_seconds: 1,
  elapsed_seconds: 1,
  request_time: 1,
  "event.duration": 1e-9,
  "httpRequest.latency": 1,
  Elapsed: 1e-3,
  service: undefined,
  duration: undefined,
  Duration: undefined,
  elapsed: undefined,
  latency: undefined,
  took: undefined,
  dur: undefined,
};

/** How many seconds a value under one of those keys is; `bare` is the unit of numbers where the key does not tell it. */
export function durationOf(key: string, value: unknown, bare: number | undefined): number | undefined {
  const unit = DURATION_KEYS[key] ?? bare;
  if (typeof value === "number") return unit === undefined || !(value >= 0) ? undefined : value * unit;
  if (typeof value !== "string") return undefined;
  if (unit !== undefined && DURATION_KEYS[key] !== undefined && /^\d+(?:\.\d+)?$/.test(value))
    return Number(value) * unit;
  return readDuration(value);
}

export function secondsOf(unit: "s" | "ms" | "us" | "ns" | undefined): number | undefined {
  return unit === undefined ? undefined : SECONDS[unit];
}
