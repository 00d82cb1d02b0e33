import { toTaskTiming } from "clew/explain";
import { type Message, Parser, type TaskTree, type WrittenNode } from "clew/parse";
import { describe, expect, test } from "vitest";
import {
  ElasticApm,
  messagesOfJaegerTrace,
  messagesOfLogs,
  messagesOfSegment,
  messagesOfTraces,
  TraceEvents,
  ZipkinSpans,
} from "./index.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const NONE = (reason: string) => expect(reason).toBe("");

/** A tree as text: `name!` where it failed, `name…` where it did not end. */
function outline(node: WrittenNode): string {
  if (node.kind === "message") return `-${node.messageType}`;
  const mark = node.status === "failed" ? "!" : node.status === "started" ? "…" : "";
  const children = node.children.map(outline).join(" ");
  return `${node.actionType ?? `?${node.spanId ?? ""}`}${mark}${children === "" ? "" : `(${children})`}`;
}

function treesOf(messages: Iterable<Message>): readonly TaskTree[] {
  const parser = new Parser();
  for (const message of messages) parser.add(message);
  return parser.end();
}

const trees = (messages: Iterable<Message>) => treesOf(messages).map(({ root }) => outline(root));

const attribute = (key: string, value: object) => ({ key, value });

const request = (span: object) => ({
  resourceSpans: [
    {
      resource: { attributes: [attribute("service.name", { stringValue: "web" })] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: TRACE,
              spanId: "b7ad6b7169203331",
              name: "GET /x",
              startTimeUnixNano: "1767000000000000001",
              endTimeUnixNano: "1767000000250000001",
              ...span,
            },
          ],
        },
      ],
    },
  ],
});

describe("messagesOfTraces(request, refused)", () => {
  test("puts what was asked on the start, and what came out on the finish", () => {
    const attributes = [
      attribute("http.route", { stringValue: "/x" }),
      attribute("http.response.status_code", { intValue: "503" }),
      attribute("big", { intValue: "9223372036854775807" }),
      attribute("nested", {
        kvlistValue: { values: [attribute("list", { arrayValue: { values: [{ boolValue: true }] } })] },
      }),
      attribute("task_uuid", { stringValue: "mine" }),
    ];
    const events = [
      { name: "rows", timeUnixNano: "1767000000100000000", attributes: [attribute("n", { doubleValue: 1.5 })] },
      {
        name: "exception",
        timeUnixNano: "1767000000200000000",
        attributes: [
          attribute("exception.type", { stringValue: "RangeError" }),
          attribute("exception.message", { stringValue: "sold out" }),
        ],
      },
    ];
    const links = [{ traceId: TRACE, spanId: "00000000000000ff" }];
    const more = { kind: "SPAN_KIND_SERVER", attributes, events, links, status: { code: "STATUS_CODE_ERROR" } };
    const [start, rows, finish] = [...messagesOfTraces(request(more), NONE)];
    expect(start).toMatchObject({
      action_type: "GET /x",
      service: "web",
      kind: "server",
      "http.route": "/x",
      big: 9223372036854775807n,
    });
    expect(start).toMatchObject({
      nested: { list: [true] },
      field_task_uuid: "mine",
      clew_follows_from: [expect.stringContaining(`${TRACE.slice(0, 8)}-`)],
    });
    expect(rows).toMatchObject({ message_type: "rows", n: 1.5, timestamp: 1767000000.1 });
    expect(finish).toMatchObject({
      action_status: "failed",
      exception: "RangeError",
      reason: "sold out",
      clew_duration: 0.25,
      "http.response.status_code": 503,
    });
  });

  test("takes ids in any of their spellings for the same", () => {
    const placeOf = (ids: object) =>
      [...messagesOfTraces(request(ids), NONE)].map(({ task_uuid, task_level }) => [task_uuid, task_level]);
    const usual = placeOf({});
    const bytes = (hex: string) => Buffer.from(hex, "hex").toString("base64");
    expect(placeOf({ traceId: TRACE.toUpperCase(), spanId: "B7AD6B7169203331" })).toEqual(usual);
    expect(placeOf({ traceId: bytes(TRACE), spanId: bytes("b7ad6b7169203331") })).toEqual(usual);
    expect(placeOf({ traceId: "8448eb211c80319c" })).toEqual(placeOf({ traceId: "00000000000000008448eb211c80319c" }));
    expect(placeOf({ traceId: "not hexadecimal" })).not.toEqual(usual);
  });

  test("refuses what cannot be placed, with the reason, and keeps the rest", () => {
    const reasons: string[] = [];
    const spans = [
      { spanId: "b7ad6b7169203331" },
      { traceId: "0".repeat(32) },
      { traceId: TRACE },
      7,
      { traceId: TRACE, spanId: "b7ad6b7169203331" },
    ];
    const good = request({}).resourceSpans[0];
    const all = { resourceSpans: [{ scopeSpans: [{ spans }] }, good] };
    expect([...messagesOfTraces(all, (reason) => reasons.push(reason))]).toHaveLength(2);
    expect(reasons).toEqual([
      "a span without a trace id",
      "a span without a trace id",
      "a span without an id",
      "a span that is not an object",
      "span b7ad6b7169203331 has no start time",
    ]);
  });

  test("bears values that nest 100,000 deep", () => {
    let value: object = { stringValue: "deep" };
    for (let i = 0; i < 100_000; i++) value = { arrayValue: { values: [value] } };
    expect([...messagesOfTraces(request({ attributes: [attribute("deep", value)] }), NONE)]).toHaveLength(2);
  });
});

describe("messagesOfLogs(request, refused)", () => {
  test("gives a record the same place however often it comes, in its span", () => {
    const record = {
      timeUnixNano: "1767000000100000000",
      severityNumber: 17,
      body: { stringValue: "low" },
      traceId: TRACE,
      spanId: "b7ad6b7169203331",
    };
    const logs = { resourceLogs: [{ scopeLogs: [{ scope: { name: "app" }, logRecords: [record] }] }] };
    const [message] = [...messagesOfLogs(logs, NONE)];
    expect(message).toMatchObject({ message_type: "app", message: "low", log_level: "error" });
    expect([...messagesOfLogs(logs, NONE)]).toEqual([message]);
    expect(trees([...messagesOfTraces(request({}), NONE), ...messagesOfLogs(logs, NONE)])).toEqual(["GET /x(-app)"]);
    const lone = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ ...record, traceId: "", spanId: "" }] }] }] };
    expect(trees(messagesOfLogs(lone, NONE))).toEqual(["-log"]);
  });
});

test("messagesOfJaegerTrace reads references, tags, logs and processes", () => {
  const span = (spanID: string, more: object) => ({
    traceID: "8448eb211c80319c",
    spanID,
    operationName: spanID,
    startTime: 1767000000000000,
    duration: 1000,
    processID: "p1",
    ...more,
  });
  const trace = {
    traceID: "8448eb211c80319c",
    processes: { p1: { serviceName: "web", tags: [{ key: "host.name", value: "h1" }] } },
    spans: [
      span("a", {}),
      span("b", {
        startTime: 1767000000000100,
        references: [
          { refType: "FOLLOWS_FROM", traceID: "8448eb211c80319c", spanID: "c" },
          { refType: "CHILD_OF", traceID: "8448eb211c80319c", spanID: "a" },
        ],
        tags: [
          { key: "error", value: true },
          { key: "sql", value: "select" },
        ],
        logs: [
          {
            timestamp: 1767000000000200,
            fields: [
              { key: "event", value: "error" },
              { key: "error.kind", value: "RangeError" },
              { key: "message", value: "sold out" },
            ],
          },
        ],
      }),
      { operationName: "none" },
    ],
  };
  const reasons: string[] = [];
  const messages = [...messagesOfJaegerTrace(trace, (reason) => reasons.push(reason))];
  expect(trees(messages)).toEqual(["a(b!)"]);
  expect(messages.at(-1)).toMatchObject({ exception: "RangeError", reason: "sold out" });
  expect(messages[2]).toMatchObject({
    service: "web",
    "host.name": "h1",
    sql: "select",
    clew_follows_from: [expect.any(String)],
  });
  expect(reasons).toEqual(["a span without an id"]);
});

test("ZipkinSpans gives the server's half of a shared span an id of its own, with what its service did, in any order", () => {
  const span = (id: string, more: object) => ({
    traceId: TRACE,
    id,
    name: id,
    timestamp: 1767000000000000,
    duration: 1000,
    ...more,
  });
  const at = (serviceName: string) => ({ localEndpoint: { serviceName } });
  const spans = [
    span("a", at("web")),
    span("b", { ...at("web"), name: "call", parentId: "a", kind: "CLIENT", timestamp: 1767000000000100 }),
    span("b", {
      ...at("stock"),
      name: "serve",
      parentId: "a",
      kind: "SERVER",
      shared: true,
      timestamp: 1767000000000200,
    }),
    span("c", { ...at("stock"), parentId: "b", timestamp: 1767000000000300, tags: { error: "sold out" } }),
    span("d", {
      ...at("web"),
      parentId: "b",
      timestamp: 1767000000000400,
      duration: undefined,
      annotations: [{ timestamp: 1767000000000500, value: "note" }],
    }),
  ];
  for (const order of [spans, [...spans].reverse()]) {
    const reader = new ZipkinSpans();
    for (const each of order) expect(reader.add(each)).toBeUndefined();
    expect(trees(reader.messages(NONE))).toEqual(["a(call(serve(c!) d…(-note)))"]);
  }
  expect(new ZipkinSpans().add({ traceId: TRACE, id: "a" })).toBe("span 000000000000000a has no start time");
});

test("messagesOfSegment joins segments by their references", () => {
  const span = (spanId: number, more: object) => ({
    spanId,
    parentSpanId: spanId - 1,
    operationName: `s${spanId}`,
    startTime: 1767000000000 + spanId,
    endTime: 1767000000010,
    ...more,
  });
  const web = {
    traceId: "7f0a.33.16",
    traceSegmentId: "7f0a.33.1",
    service: "web",
    spans: [span(0, { spanType: "Entry" }), span(1, { spanType: "Exit" })],
  };
  const ref = { traceId: "7f0a.33.16", parentTraceSegmentId: "7f0a.33.1", parentSpanId: 1 };
  const error = [
    {
      time: 1767000000005,
      data: [
        { key: "event", value: "error" },
        { key: "error.kind", value: "RangeError" },
      ],
    },
  ];
  const stock = {
    traceId: "7f0a.33.16",
    traceSegmentId: "90ab.1.1",
    service: "stock",
    spans: [span(0, { operationName: "/stock", startTime: 1767000000003, isError: true, logs: error, refs: [ref] })],
  };
  expect(trees([...messagesOfSegment(stock, NONE), ...messagesOfSegment(web, NONE)])).toEqual(["s0(s1(/stock!))"]);
});

test("TraceEvents makes each outermost slice a task, and what lies in it its actions", () => {
  const event = (ph: string, name: string, ts: number, more = {}) => ({ ph, name, ts, pid: 1, tid: 1, ...more });
  const events = [
    event("X", "frame", 100, { dur: 100 }),
    event("B", "layout", 110),
    event("i", "mark", 115),
    event("E", "layout", 120),
    event("X", "paint", 130, { dur: 20 }),
    event("X", "frame", 300, { dur: 10 }),
    event("B", "endless", 305),
    event("E", "nothing", 50),
    event("b", "fetch", 105, { id: "7", cat: "net" }),
    event("e", "fetch", 400, { id: "7", cat: "net" }),
    event("s", "flow", 131, { id: 9, cat: "f" }),
    event("f", "flow", 301, { id: 9, cat: "f" }),
    { ph: "M", name: "thread_name", pid: 1, tid: 1, args: { name: "main" } },
  ];
  const reader = new TraceEvents();
  const reasons: string[] = [];
  for (const each of events) reader.add(each);
  const messages = [...reader.messages((reason) => reasons.push(reason))];
  expect(trees(messages).sort()).toEqual(["endless…", "fetch", "frame", "frame(layout(-mark) paint)"]);
  expect(messages.filter((message) => message.clew_follows_from !== undefined)).toMatchObject([
    { action_type: "frame", thread: "main" },
  ]);
  expect(reasons).toEqual(["an end without a beginning, of thread 1/1"]);
});

describe("Elastic APM", () => {
  const span = (id: string, more: object) => ({
    transaction: {
      id,
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      timestamp: 1767323045006000,
      duration: 12.5,
      ...more,
    },
  });
  const error = {
    error: {
      id: "e1",
      timestamp: 1767323045010000,
      parent_id: "b7ad6b7169203331",
      exception: { type: "TypeError", message: "user is undefined" },
    },
  };
  const failed = span("b7ad6b7169203331", { name: "GET /orders", outcome: "failure" });

  test.each([
    ["before", [error, failed]],
    ["behind", [failed, error]],
  ])("fails with the error that its agent tells %s it", (_, values) => {
    const apm = new ElasticApm();
    const refused: string[] = [];
    const messages = values.flatMap((value) => [...apm.add(value, (reason) => refused.push(reason))]);
    messages.push(...apm.end((reason) => refused.push(reason)));
    expect(refused).toEqual([]);
    expect(messages.at(-1)).toMatchObject({
      exception: "TypeError",
      reason: "user is undefined",
      clew_duration: 0.0125,
    });
  });

  test("refuses what has no id, and goes on", () => {
    const apm = new ElasticApm();
    const refused: string[] = [];
    const messages = [...apm.add(span("", {}), (reason) => refused.push(reason))];
    messages.push(...apm.add(span("b7ad6b7169203331", {}), (reason) => refused.push(reason)));
    expect([refused, messages.length]).toEqual([["a transaction without an id, a trace id or a time"], 2]);
  });
});

describe("times that say more than clocks can", () => {
  const timed = (startTimeUnixNano: string, endTimeUnixNano: string) => [
    ...messagesOfTraces(request({ startTimeUnixNano, endTimeUnixNano }), NONE),
  ];

  test("are whole to the nanosecond, also beyond 2262, where 63 bits end", () => {
    for (const start of [1767000000000000001n, 9223372036854775807n, 18446744073709551000n]) {
      const [begun, ended] = timed(String(start), String(start + 1n));
      expect(ended?.clew_duration).toBe(1e-9);
      expect(begun?.timestamp).toBe(Number(start / 1000n) / 1e6);
    }
  });

  test("give a span that ends before it starts no duration, and a whole tree", () => {
    const messages = timed("1767000000250000001", "1767000000000000001");
    expect(messages[1]).not.toHaveProperty("clew_duration");
    const [tree] = treesOf(messages);
    expect(tree && outline(tree.root)).toBe("GET /x");
    for (const { from, to } of toTaskTiming(tree as TaskTree).criticalPath) expect(to).toBeGreaterThanOrEqual(from);
  });

  test("leave a child outside of its parent under it, and nobody's share above the whole", () => {
    const child = { spanId: "00000000000000cc", parentSpanId: "b7ad6b7169203331", name: "late" };
    const outside = request({
      ...child,
      startTimeUnixNano: "1767000000900000001",
      endTimeUnixNano: "1767000001900000001",
    });
    const before = request({
      ...child,
      startTimeUnixNano: "1766999990000000001",
      endTimeUnixNano: "1766999990500000001",
    });
    for (const given of [outside, before]) {
      const [tree] = treesOf([...messagesOfTraces(request({}), NONE), ...messagesOfTraces(given, NONE)]);
      expect(tree && outline(tree.root)).toBe("GET /x(late)");
      const { from, to, criticalPath } = toTaskTiming(tree as TaskTree);
      const onPath = criticalPath.reduce((sum, each) => sum + each.to - each.from, 0);
      expect(onPath).toBeLessThanOrEqual(to - from + 1e-6);
      for (const each of criticalPath) expect(each.to).toBeGreaterThanOrEqual(each.from);
    }
  });
});
