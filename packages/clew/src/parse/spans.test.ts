import {
  type ForeignSpan,
  graftTasks,
  type Message,
  messageOfLogRecord,
  messagesOfSpan,
  Parser,
  placeOfSpan,
  spanIdOf,
  type TaskTree,
  traceIdOf,
  uuidOfTrace,
  type WrittenNode,
} from "clew/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const TRACE = "0af7651916cd43dd8448eb211c80319c";

function span(spanId: string, parentSpanId: string | undefined, from: number, to: number, more = {}): ForeignSpan {
  const nanos = (ms: number) => 1_767_000_000_000_000_000n + BigInt(ms) * 1_000_000n;
  const times = { startNanos: nanos(from), endNanos: nanos(to) };
  const none = { attributes: {}, failed: false, events: [], links: [] };
  return { traceId: TRACE, spanId, parentSpanId, name: spanId, ...times, ...none, ...more };
}

function treesOf(messages: readonly Message[]): readonly TaskTree[] {
  const parser = new Parser();
  for (const message of messages) parser.add(message);
  return parser.end();
}

/** A tree as text: `name(child child)`, missing actions as `?span`, roots of other tasks with an asterisk. */
function outline(node: WrittenNode | undefined, above?: string): string {
  if (node === undefined) return "nothing";
  if (node.kind === "message") return `-${node.messageType}`;
  const mark = above !== undefined && above !== node.taskUuid ? "*" : "";
  const name = node.kind === "missing" ? `?${node.spanId ?? ""}` : node.actionType;
  const children = node.children.map((child) => outline(child, node.taskUuid));
  return `${mark}${name}${children.length > 0 ? `(${children.join(" ")})` : ""}`;
}

const outlines = (messages: readonly Message[]) => treesOf(messages).map(({ root }) => outline(root));

describe("a trace of spans", () => {
  const five = [
    span("a", undefined, 0, 100),
    span("b", "a", 10, 50),
    span("c", "b", 20, 40, { events: [{ name: "rows", timeNanos: 1_767_000_000_030_000_000n, attributes: {} }] }),
    span("d", "a", 5, 60),
    span("e", "a", 70, 90),
  ];

  test("is one tree, complete and without gaps, whatever the order of the lines and however often they come", () => {
    const messages = five.flatMap(messagesOfSpan);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(messages, { minLength: messages.length }),
        fc.subarray(messages),
        (all, again) => {
          const [tree, ...others] = treesOf([...all, ...again]);
          expect(others).toEqual([]);
          expect(outline(tree?.root)).toBe("a(d b(c(-rows)) e)");
          expect(tree).toMatchObject({ isComplete: true, missing: [] });
        },
      ),
    );
  });

  test("is read again where a late parent comes", () => {
    const parser = new Parser();
    const [a, ...others] = five.map(messagesOfSpan) as [Message[], ...Message[][]];
    for (const message of others.flat()) parser.add(message);
    const early = parser.take(uuidOfTrace(TRACE));
    expect(outline(early?.root)).toBe("?a(d b(c(-rows)) e)");
    for (const message of [...others.flat(), ...a]) parser.add(message);
    expect(outline(parser.end()[0]?.root)).toBe("a(d b(c(-rows)) e)");
  });

  test("has one missing action for all that ask for the same span, which stands under the top that was read", () => {
    const orphans = [span("x", "gone", 30, 40), span("y", "gone", 20, 25), span("z", "lost", 50, 60)];
    expect(outlines(orphans.slice(0, 2).flatMap(messagesOfSpan))).toEqual(["?gone(y x)"]);
    expect(outlines([...five.slice(0, 1), ...orphans].flatMap(messagesOfSpan))).toEqual(["a(?gone(y x) ?lost(z))"]);
    expect(outlines(orphans.flatMap(messagesOfSpan))).toEqual(["?(?gone(y x) ?lost(z))"]);
  });

  test("keeps log records in their spans, by time, also in spans that never came", () => {
    const record = (spanId: string, ms: number, scope: string) =>
      messageOfLogRecord({
        traceId: TRACE,
        spanId,
        timeNanos: BigInt(1_767_000_000_000 + ms) * 1_000_000n,
        scope,
        body: "text",
        attributes: {},
      });
    const logs = [record("a", 80, "late"), record("a", 2, "early"), record("a", 65, "mid"), record("gone", 1, "lone")];
    const messages = [...five.flatMap(messagesOfSpan), ...messagesOfSpan(span("x", "gone", 30, 40)), ...logs];
    expect(outlines(messages)).toEqual(["a(?gone(-lone x) -early d b(c(-rows)) -mid e -late)"]);
  });

  test("says all that is known of a program where work comes in, and elsewhere what sets apart by", () => {
    const shop = { "service.name": "shop", "host.name": "a", "telemetry.sdk": "js" };
    const stock = { "service.name": "stock", "host.name": "b", "telemetry.sdk": "go" };
    const said = [
      span("1", undefined, 0, 9, { resource: shop }),
      span("2", "1", 1, 8, { resource: shop }),
      span("3", "2", 2, 7, { resource: stock, kind: "server" }),
      span("4", "1", 1, 2, { resource: shop }),
      span("5", "1", 1, 2),
    ].map((each) => messagesOfSpan(each)[0]);
    expect(said.map((start) => [start?.service, start?.["host.name"], start?.resource])).toEqual([
      ["shop", "a", { "telemetry.sdk": "js" }],
      ["shop", "a", undefined],
      ["stock", "b", { "telemetry.sdk": "go" }],
      ["shop", "a", undefined],
      [undefined, undefined, undefined],
    ]);
  });

  test("bears spans that are their own parents, and each other's", () => {
    expect(outlines(messagesOfSpan(span("a", "a", 0, 1)))).toEqual(["a"]);
    const ring = [span("a", "b", 0, 9), span("b", "a", 1, 8), span("c", "b", 2, 3)].flatMap(messagesOfSpan);
    const [text] = outlines(ring);
    expect(outlines([...ring].reverse())).toEqual([text]);
    expect(["a(b(c))", "b(c a)", "b(a c)"]).toContain(text);
  });

  test("joins the program's own actions: a span that names one by the hash of its task id stands in it", () => {
    const own = (level: number[], status: string, timestamp: number) =>
      ({
        task_uuid: uuidOfTrace(TRACE),
        task_level: level,
        timestamp,
        action_type: `own${level.length}`,
        action_status: status,
      }) as Message;
    const t = 1_767_000_000;
    const program = [
      own([1], "started", t),
      own([2, 1], "started", t + 0.01),
      own([2, 2], "succeeded", t + 0.05),
      own([3], "succeeded", t + 0.1),
    ];
    const caller = spanIdOf(`${uuidOfTrace(TRACE)}@/2`);
    const [tree] = treesOf([...messagesOfSpan(span("a", caller, 20, 30)), ...program]);
    expect(outline(tree?.root)).toBe("own1(own2(a))");
    expect(tree).toMatchObject({ isComplete: true, missing: [] });
  });

  test("takes 100,000 spans in one chain, and 100,000 in one span", { timeout: 60_000 }, () => {
    const id = (i: number) => i.toString(16).padStart(16, "0");
    const many = Array.from({ length: 100_000 }, (_, i) => i);
    const treeOf = (parentOf: (i: number) => number) => {
      const parser = new Parser();
      for (const i of many) {
        const place = { task_uuid: uuidOfTrace(TRACE), action_type: "x", timestamp: i };
        const ids = { clew_span_id: id(i), ...(i > 0 && { clew_parent_span_id: id(parentOf(i)) }) };
        parser.add({ ...place, task_level: [placeOfSpan(id(i)), 1], action_status: "started", ...ids });
      }
      return parser.end()[0]?.root;
    };
    let depth = 0;
    let node = treeOf((i) => i - 1);
    for (; node !== undefined && node.kind !== "message"; node = node.children[0]) depth++;
    expect(depth).toBe(100_000);
    const wide = treeOf(() => 0);
    expect(wide?.kind === "action" && wide.children.length).toBe(99_999);
  });
});

describe("tasks of one trace", () => {
  const action = (taskUuid: string, level: number[], type: string, timestamp: number, more = {}): Message[] => {
    const place = { task_uuid: taskUuid, action_type: type };
    const [start, end] = [1, 9].map((number) => [...level, number]) as [number[], number[]];
    return [
      { ...place, task_level: start, timestamp, action_status: "started", ...more },
      {
        ...place,
        task_level: end,
        timestamp: timestamp + 5,
        action_status: "succeeded",
        clew_handed_out: [2, 3, 4, 5, 6, 7, 8],
      },
    ];
  };
  const [A, B, C] = [
    "11111111-0000-4000-8000-000000000000",
    "22222222-0000-4000-8000-000000000000",
    "33333333-0000-4000-8000-000000000000",
  ] as const;
  const asked = (traceOf: string, caller: string) => ({
    clew_trace_id: traceIdOf(traceOf),
    clew_parent_span_id: spanIdOf(caller),
  });
  const web = [...action(A, [], "web", 1), ...action(A, [2], "call", 2)];
  const stock = action(B, [], "stock", 3, asked(A, `${A}@/2`));
  const store = action(C, [], "store", 4, asked(A, `${B}@/`));

  test("are one tree, each under the action that asked for it, and marked as another task", () => {
    for (const messages of [
      [...web, ...stock, ...store],
      [...store, ...stock, ...web].reverse(),
      [...stock, ...web, ...store],
    ]) {
      const [tree, ...others] = treesOf(messages);
      expect(others).toEqual([]);
      expect(outline(tree?.root)).toBe("web(call(*stock(*store)))");
      expect(tree?.grafts?.map(({ taskUuid }) => taskUuid)).toEqual([B]);
    }
  });

  test("stay alone where their caller was not read, or is in another trace", () => {
    expect(outlines([...stock])).toEqual(["stock"]);
    expect(outlines([...web, ...action(B, [], "stock", 3, asked(C, `${A}@/2`))])).toEqual(["web(call)", "stock"]);
  });

  test("stand under spans, which are said and not computed", () => {
    const clew = action(B, [], "stock", 1_767_000_000.02, {
      clew_trace_id: TRACE,
      clew_parent_span_id: "b7ad6b7169203331",
    });
    expect(outlines([...clew, ...messagesOfSpan(span("b7ad6b7169203331", undefined, 0, 90))])).toEqual([
      "b7ad6b7169203331(*stock)",
    ]);
  });

  test("have below them the spans that they asked for, of services with another tracer", () => {
    const first = messagesOfSpan(span("b7ad6b7169203331", undefined, 0, 90));
    const second = [
      ...action(B, [], "stock", 1_767_000_000.02, { clew_trace_id: TRACE, clew_parent_span_id: "b7ad6b7169203331" }),
      ...action(B, [2], "call", 1_767_000_000.03),
    ];
    const third = [
      ...messagesOfSpan(span("c000000000000003", spanIdOf(`${B}@/2`), 40, 50)),
      ...messagesOfSpan(span("c000000000000004", "c000000000000003", 41, 49)),
    ];
    const whole = "b7ad6b7169203331(*stock(call(*c000000000000003(c000000000000004))))";
    expect(outlines([...first, ...second, ...third])).toEqual([whole]);
    expect(outlines([...third, ...second, ...first].reverse())).toEqual([whole]);
    // Where the first service's spans were not read.
    expect(outlines([...third, ...second])).toEqual(["stock(call(*c000000000000003(c000000000000004)))"]);
  });

  test("are found by a trace that an action names for itself, and is not its task's", () => {
    const call = { clew_trace_id: TRACE, clew_span_id: "b7ad6b7169203331" };
    const messages = [
      ...action(A, [], "web", 1),
      ...action(A, [2], "call", 2, call),
      ...action(B, [], "stock", 3, { clew_trace_id: TRACE, clew_parent_span_id: "b7ad6b7169203331" }),
    ];
    expect(outlines(messages)).toEqual(["web(call(*stock))"]);
  });

  test("are counted beyond 1,000 in one action, and stay trees of their own", () => {
    const many = Array.from({ length: 1003 }, (_, i) => action(`${i}`, [], "stock", 3 + i / 1e4, asked(A, `${A}@/2`)));
    const [tree, ...others] = treesOf([...web, ...many.flat()]);
    expect(others).toHaveLength(3);
    const { root } = tree as TaskTree;
    const call = root.kind === "message" ? root : root.children[0];
    expect(call).toMatchObject({ graftsLeftOut: 3, children: { length: 1000 } });
  });

  test("are never put under themselves: into their own task, or in a ring", () => {
    expect(outlines(action(A, [], "web", 1, asked(A, `${A}@/`)))).toEqual(["web"]);
    const ring = [...action(A, [], "web", 1, asked(B, `${B}@/`)), ...action(B, [], "stock", 2, asked(B, `${A}@/`))];
    expect(outlines(ring).length).toBeGreaterThan(0);
    expect(outlines([...ring].reverse()).sort()).toEqual(outlines(ring).sort());
  });

  test("are put together by graftTasks(trees) where they were gathered one by one", () => {
    const parser = new Parser();
    for (const message of [...web, ...stock]) parser.add(message);
    const trees = [B, A].map((uuid) => parser.take(uuid) as TaskTree);
    expect(graftTasks(trees).map(({ root }) => outline(root))).toEqual(["web(call(*stock))"]);
  });
});
