import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WrittenNode } from "clew/parse";
import { afterEach, describe, expect, test } from "vitest";
import { openLogs } from "../index.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";

const otlpSpan = (spanId: string, parentSpanId: string | undefined, name: string, more = {}) => ({
  scopeSpans: [
    {
      spans: [
        {
          traceId: TRACE,
          spanId,
          parentSpanId,
          name,
          startTimeUnixNano: "1767000000000000000",
          endTimeUnixNano: "1767000001000000000",
          ...more,
        },
      ],
    },
  ],
});
const get = otlpSpan("00000000000000aa", undefined, "get");
const call = otlpSpan("00000000000000bb", "00000000000000aa", "call", { status: { code: 2 } });

const jaegerSpan = { traceID: "1a", startTime: 1767000000000000, duration: 1000, processID: "p1", logs: [] };
const jaeger = {
  data: [
    {
      traceID: "1a",
      processes: { p1: { serviceName: "web" } },
      spans: [
        { ...jaegerSpan, spanID: "a", operationName: "get", references: [], tags: [] },
        {
          ...jaegerSpan,
          spanID: "b",
          operationName: "call",
          references: [{ refType: "CHILD_OF", traceID: "1a", spanID: "a" }],
          tags: [{ key: "error", type: "bool", value: true }],
        },
      ],
    },
  ],
  total: 0,
};

const zipkinSpan = { traceId: TRACE, timestamp: 1767000000000000, duration: 1000 };
const zipkin = [
  { ...zipkinSpan, id: "b", parentId: "a", name: "call", tags: { error: "boom" } },
  { ...zipkinSpan, id: "a", name: "get" },
];

const segment = {
  traceId: "7f.1",
  traceSegmentId: "s1",
  service: "web",
  spans: [
    { spanId: 0, parentSpanId: -1, operationName: "get", startTime: 1767000000000, endTime: 1767000000100 },
    {
      spanId: 1,
      parentSpanId: 0,
      operationName: "call",
      startTime: 1767000000001,
      endTime: 1767000000090,
      isError: true,
    },
  ],
};

const events = [
  { ph: "X", name: "get", ts: 100, dur: 50, pid: 1, tid: 1 },
  { ph: "B", name: "call", ts: 110, pid: 1, tid: 1 },
  { ph: "E", name: "call", ts: 120, pid: 1, tid: 1 },
];

const DOCUMENTS: readonly (readonly [name: string, text: string, tree: string])[] = [
  [
    "OTLP, a request a line, child first",
    [call, get].map((span) => JSON.stringify({ resourceSpans: [span] })).join("\n"),
    "get(call!)",
  ],
  ["OTLP, one request, printed", JSON.stringify({ resourceSpans: [call, get] }, undefined, 2), "get(call!)"],
  ["Jaeger", JSON.stringify(jaeger), "get(call!)"],
  ["Jaeger, printed", JSON.stringify(jaeger, undefined, 4), "get(call!)"],
  ["Zipkin", JSON.stringify(zipkin), "get(call!)"],
  ["Zipkin, a list of traces, printed", JSON.stringify([zipkin], undefined, 1), "get(call!)"],
  ["SkyWalking", JSON.stringify([segment]), "get(call!)"],
  ["Chrome, an object", JSON.stringify({ traceEvents: events, displayTimeUnit: "ms" }), "get(call)"],
  ["Chrome, a list, printed", JSON.stringify(events, undefined, 1), "get(call)"],
];

function outline(node: WrittenNode): string {
  if (node.kind === "message") return `-${node.messageType}`;
  const children = node.children.map(outline).join(" ");
  return `${node.actionType}${node.status === "failed" ? "!" : ""}${children === "" ? "" : `(${children})`}`;
}

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function read(text: string) {
  const folder = await mkdtemp(join(tmpdir(), "clew-documents-"));
  folders.push(folder);
  const file = join(folder, "document");
  await writeFile(file, text);
  const log = await openLogs([file]);
  const trees: string[] = [];
  for await (const { root } of log.trees()) trees.push(outline(root));
  return { trees, unused: log.unused };
}

describe("documents of tracers", () => {
  test.each(DOCUMENTS)("are read as trees by what is in them: %s", async (_, text, tree) => {
    const { trees, unused } = await read(text);
    expect(trees).toEqual([tree]);
    expect(unused.count).toBe(0);
  });

  test("keep what is good of them, and say which line is not", async () => {
    const broken = { resourceSpans: [otlpSpan("", undefined, "x"), get] };
    const { trees, unused } = await read(`${JSON.stringify({ resourceSpans: [call] })}\n${JSON.stringify(broken)}\n`);
    expect(trees).toEqual(["get(call!)"]);
    expect(unused.first).toMatchObject([{ line: 2, reason: "a span without an id" }]);
  });
});
