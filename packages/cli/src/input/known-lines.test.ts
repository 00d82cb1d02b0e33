import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LayeredLines } from "./layered-lines.js";

/** All that reading says of lines. */
function readingOf(lines: readonly string[], end: string): unknown {
  const reader = new LayeredLines();
  const messages: unknown[] = [];
  const unused: unknown[] = [];
  const sink = {
    message: (...found: unknown[]) => void messages.push(found),
    unused: (...found: unknown[]) => void unused.push(found),
  };
  // The first block shows that the log is not ours: those after it are read as others' lines.
  const half = Math.ceil(lines.length / 2);
  reader.text(lines.slice(0, half).join(end) + end, 1, sink);
  if (half < lines.length) reader.text(lines.slice(half).join(end) + end, half + 1, sink);
  reader.end(sink);
  return { messages: messages.map(orderOf), unused, said: reader.layers.describe(), lastText: reader.lastText };
}

/** Keeps the order of keys, which no comparison of objects tells; and what JSON cannot tell apart. */
function orderOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderOf);
  if (typeof value !== "object" || value === null)
    return typeof value === "bigint" || Object.is(value, -0) ? [value] : value;
  return { keys: Object.keys(value), values: Object.values(value).map(orderOf) };
}

const text = fc.oneof(
  fc.constantFrom(
    "web-1",
    "req-1",
    "req-2",
    "",
    "a text that is long",
    "/orders/12345?a=1",
    '{"a":1}',
    "{",
    "{}",
    "\\",
    '"',
  ),
  fc.constantFrom(
    '","stream":"stdout","time":"',
    "\\n",
    "task_uuid",
    "tab\t",
    "\u001b[1mbold",
    "\u2028",
    "ä",
    "日本",
    "\ud800",
  ),
  fc.string({ maxLength: 8 }),
);
const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -7, 12.5, 0.1, 1e21, 1e-7, 123456789012345, 1234567890123456, 2 ** 53, 0.30000000000000004),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);
const time = fc.integer({ min: 1_767_323_045_000, max: 1_767_323_945_000 });
const level = fc.constantFrom(10, 20, 30, 40, 50, 55);
const base = { level, time, pid: fc.constantFrom(7, 8), hostname: fc.constantFrom("web-1", "web-2") };
const object = fc.oneof(
  fc.record({ ...base, reqId: text, req: fc.record({ method: fc.constantFrom("GET", "get"), url: text }), msg: text }),
  fc.record({ ...base, reqId: text, count: number, isNew: fc.boolean(), msg: text }),
  fc.record({
    ...base,
    reqId: text,
    res: fc.record({ statusCode: fc.constantFrom(200, 404, 500) }),
    responseTime: number,
    msg: text,
  }),
  fc.record({ ...base, err: fc.record({ type: text, message: text, stack: text }), msg: text }),
  fc.record({
    ...base,
    user: fc.record({ id: number, name: text, none: fc.constant(null), empty: fc.constant({}) }),
    msg: text,
  }),
  fc.record({ ...base, message: text, timestamp: number, "a.b": text, ["__proto__"]: fc.constant(1), path: text }),
  fc.record({
    severity: fc.constantFrom("INFO", "ERROR"),
    time: fc.constantFrom("2026-01-02T03:04:05.006Z", "now"),
    message: text,
  }),
  fc.record({ ...base, list: fc.array(number, { maxLength: 2 }), 1: text, msg: text }),
);
/** A number as others write it than `JSON.stringify`. */
const spelled = fc.constantFrom(
  "1.0",
  "1e3",
  "01",
  "-",
  "1.",
  ".5",
  "12345678901234567890",
  "NaN",
  "1.50",
  "-0",
  "0.10000000000000000555",
);
/** As Python writes it. */
const spaced = (value: unknown): string =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? `{${Object.entries(value)
        .map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`)
        .join(", ")}}`
    : JSON.stringify(value);
const bare = fc.oneof(
  { weight: 6, arbitrary: object.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: object.map(spaced) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(object, spelled)
      .map(([value, digits]) => JSON.stringify(value).replace(/(?<=:)-?\d[\d.e+-]*/, digits)),
  },
);
const carried = fc
  .tuple(bare, fc.constantFrom("stdout", "stderr", "other"), fc.constantFrom("\n", "", "\n\n", "\r\n"), time)
  .map(([log, stream, end, at]) => JSON.stringify({ log: log + end, stream, time: new Date(at).toISOString() }));
/** A line in which a sign is missing, or is one too many. */
const damaged = (line: fc.Arbitrary<string>) =>
  fc
    .tuple(line, fc.nat(), fc.constantFrom("", '"', "\\", "{", "}", "\u0001", " ", "n", "0", "\r", '\\"'), fc.boolean())
    .map(([whole, place, sign, isMore]) => {
      const at = place % whole.length;
      return whole.slice(0, at) + sign + whole.slice(isMore ? at : at + 1);
    });
const line = (kind: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 8, arbitrary: kind },
    { weight: 1, arbitrary: damaged(kind) },
    { weight: 1, arbitrary: fc.constantFrom("plain text", "Error: x", "    at f (a.js:1:1)", "") },
  );

/** Lines of a program that says the same again and again: few forms, few values, and now and then one that nobody expects. */
const few = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "req-1", "req-2", "/orders/1?a=2", "a text that is rather long") },
  { weight: 1, arbitrary: text },
);
const fewNumbers = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1, 12.5, 3, 1234567.25) },
  { weight: 1, arbitrary: number },
);
const said = fc.record({
  time: fc.oneof({ weight: 9, arbitrary: time }, { weight: 1, arbitrary: fewNumbers }),
  level: fc.constantFrom(30, 30, 30, 50),
  pid: fc.constantFrom(7, 7, 7, 8),
  name: fc.constantFrom("shop", "shop", "till"),
  id: few,
  word: few,
  count: fewNumbers,
  status: fc.constantFrom(200, 200, 404, 500),
});
const repeated = fc.tuple(fc.nat(6), said).map(([kind, { time, level, pid, name, id, word, count, status }]) => {
  const begin = { level, time, pid, reqId: id };
  const objects = [
    { ...begin, req: { method: "GET", url: "/", host: word }, word, msg: "incoming request" },
    { ...begin, word, n: count, msg: "said" },
    { ...begin, user: { id: count, in: { name: word } }, msg: word },
    { ...begin, res: { statusCode: status }, responseTime: count, word, msg: "request completed" },
    { level, time, name, word, duration_ms: count, msg: "alone" },
    { time: "2026-01-02T03:04:05.006Z", level: level === 30 ? "INFO" : "NOTICE", msg: word, trace_id: id },
    { level, time, pid, job_id: id, host: name, status: count, msg: "worked" },
  ];
  return JSON.stringify(objects[kind]);
});
const inDockerOf = (log: fc.Arbitrary<string>) =>
  fc
    .tuple(log, fc.constantFrom("stdout", "stdout", "stderr", "other"), time)
    .map(([each, stream, at]) => JSON.stringify({ log: `${each}\n`, stream, time: new Date(at).toISOString() }));

describe("lines that are written like some before are read as if nothing were known of them", () => {
  const pino = '{"level":30,"time":1767323045006,"pid":7,"msg":"read"}';
  const slog = '{"time":"2026-01-02T03:04:05.006Z","level":"INFO","msg":"read"}';
  const wide = `{"level":30,"msg":"x",${Array.from({ length: 40_000 }, (_, n) => `"k${n}":${n}`).join(",")}}`;
  const long = `{"level":30,"msg":"x","${"k".repeat(1_000_000)}":1}`;
  const untimed = '{"level":30,"pid":7,"msg":"read"}';
  const own = '{"task_uuid":"a","task_level":[1],"timestamp":1767323999}';
  const inDocker = (text: string, at: string) => JSON.stringify({ log: `${text}\n`, stream: "stdout", time: at });
  const begun = (id: string, url: string, more = "") =>
    `{"level":30,"time":1767323045006,"reqId":"${id}","req":{"method":"GET","url":"${url}"}${more},"msg":"incoming"}`;
  test.each([
    ["a sign that no text has", pino, ['{"level":30,"time":1767323045006,"pid":7,"msg":"re\u0001ad"}']],
    ["a sign more behind the line", pino, [`${pino}}`, `${pino} {`]],
    [
      "a name that differs where a pattern would not",
      '{"level":30,"a.b":1,"msg":"x"}',
      ['{"level":30,"a-b":1,"msg":"x"}'],
    ],
    ["a level that the logger does not have", slog, [slog.replace("INFO", "NOTICE")]],
    [
      "a line that has no time, behind one of our own",
      pino,
      [...Array.from({ length: 12 }, () => untimed), own, untimed],
    ],
    ["more keys than a pattern can have", pino, [wide, wide, wide]],
    ["a longer key than a pattern can have", pino, [long, long, long]],
    [
      "requests with a query and without one",
      begun("a", "/a"),
      [begun("b", "/b?c"), begun("d", "/d"), begun("e", "/e")],
    ],
    [
      "a field with the name of a part of requests",
      begun("a", "/a", ',"url":"x"'),
      [begun("b", "/b?c", ',"url":"x"'), begun("d", "/d?e", ',"url":"/d?e"')],
    ],
    [
      "a text under two names",
      '{"level":30,"msg":"a","message":"a"}',
      ['{"level":30,"msg":"b","message":"a"}', '{"level":30,"msg":"b","message":"b"}'],
    ],
    [
      "a zero with a sign",
      '{"level":30,"n":0,"in":{"n":0},"msg":"x"}',
      ['{"level":30,"n":-0,"in":{"n":-0},"msg":"x"}'],
    ],
    ["a request's id of zeros", begun("a", "/a"), [begun("0", "/a"), begun("b", "/a")]],
    [
      "a time in Docker's wrapper alone",
      inDocker(untimed, "T"),
      [
        inDocker(untimed, "2026-01-02T03:04:05.006Z"),
        inDocker(untimed, "-"),
        inDocker(untimed, "2026-01-02T03:04:06Z"),
      ],
    ],
    [
      "fields that begin to vary one after the other",
      '{"level":30,"time":1767323045006,"a":1,"b":1,"c":1,"msg":"x"}',
      [
        '{"level":30,"time":1767323045006,"a":2,"b":1,"c":1,"msg":"x"}',
        '{"level":30,"time":1767323045006,"a":2,"b":2,"c":1,"msg":"x"}',
        '{"level":30,"time":1767323045006,"a":1,"b":2,"c":2,"msg":"y"}',
        '{"level":30,"time":1767323045006,"a":1,"b":3,"c":1,"msg":"x"}',
      ],
    ],
    ["a time before 1970", pino, [pino.replace("1767323045006", "-1"), pino]],
    [
      "numbers as they may be written and may not, where numbers varied",
      pino,
      [...Array.from({ length: 40 }, (_, n) => String(n)), "04", "-5", "-0", "1.25", "-0.5", "1.", "-", "", "1e3"]
        .concat("123456789012345", "1234567890123456", "0.1234567890123456789", "12345678901234.5", "100.10", "-0.0")
        .map((written) => pino.replace(":7,", `:${written},`)),
    ],
    [
      "requests whose end says what their start said, or something else",
      pino,
      Array.from({ length: 40 }, (_, n) => [
        begun(`${n}`, `/${n}`, `,"user":"${n % 3}","cart":"${n}"`),
        `{"level":30,"time":1767323045006,"reqId":"${n}","res":{"statusCode":200},"user":"${n % 4}","cart":"${n}","msg":"done"}`,
      ]).flat(),
    ],
    ["a long integer", pino, [pino.replace("7", "12345678901234567")]],
  ])("%s", (_, known, lines) => {
    const all = [...Array.from({ length: 12 }, () => known), ...lines];
    expect(readingOf(all, "\n")).toEqual(readingOf(all, "\r\n"));
  });

  // A return at the end of a line means nothing, and is in no line that is known.
  test.each([
    ["as they are", bare],
    ["in Docker's json-file", carried],
    ["mixed", fc.oneof(bare, carried)],
    ["of a program that repeats itself", repeated],
    ["of one in Docker's json-file", inDockerOf(repeated)],
    ["of both", fc.oneof(repeated, inDockerOf(repeated))],
  ] as const)("%s", (_, kind) => {
    fc.assert(
      fc.property(fc.array(line(kind), { minLength: 1, maxLength: 60, size: "max" }), (lines) => {
        expect(readingOf(lines, "\n")).toEqual(readingOf(lines, "\r\n"));
      }),
      { numRuns: 150 },
    );
  });
});
