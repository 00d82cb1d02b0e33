import { type Message, Parser, type WrittenNode } from "clew/parse";
import { describe, expect, test } from "vitest";
import { EXPORTERS } from "./index.js";

/** What a form makes of messages, as text. */
async function exported(to: string, messages: Iterable<Message>): Promise<string> {
  const parser = new Parser();
  for (const message of messages) parser.add(message);
  const trees = parser.end();
  async function* all() {
    yield* trees;
  }
  let text = "";
  for await (const piece of EXPORTERS[to]?.(all(), { badLines: [], rows: "actions", note: () => {} }) ?? [])
    text += piece;
  return text;
}

const uuid = "0af76519-16cd-43dd-8448-eb211c80319c";
const action = (level: number[], number: number, status: string, type: string, timestamp: number, more = {}) =>
  ({
    task_uuid: uuid,
    task_level: [...level, number],
    timestamp,
    action_type: type,
    action_status: status,
    ...more,
  }) as Message;

const LOG: readonly Message[] = [
  action([], 1, "started", "order", 1_767_000_000, { service: "web", kind: "server", id: 7 }),
  { task_uuid: uuid, task_level: [2], timestamp: 1_767_000_000.1, message_type: "priced", cents: 1250 },
  action([3], 1, "started", "charge", 1_767_000_000.2),
  action([3], 2, "failed", "charge", 1_767_000_000.4, {
    exception: "CardError",
    reason: "declined",
    traceback: "at x",
  }),
  action([], 4, "failed", "order", 1_767_000_000.5, { exception: "CardError", reason: "declined" }),
];

function outline(node: WrittenNode): unknown {
  if (node.kind === "message") return [node.messageType, node.fields];
  const { actionType, status, exception, reason, startTime, endTime, children } = node;
  return [actionType, status, exception, reason, startTime, endTime, children.map(outline)];
}

interface Jaeger {
  readonly data: readonly {
    readonly spans: readonly {
      readonly spanID: string;
      readonly references: readonly object[];
      readonly operationName: string;
    }[];
  }[];
}

describe("export to otlp and jaeger", () => {
  test("gives each action a span, under its parent's, with the same service as the action above", async () => {
    const [line, none] = (await exported("otlp", LOG)).split("\n");
    expect(none).toBe("");
    const { resourceSpans } = JSON.parse(line as string);
    expect(resourceSpans).toHaveLength(1);
    const [order, charge] = resourceSpans[0].scopeSpans[0].spans;
    expect(charge.parentSpanId).toBe(order.spanId);
    expect(order).toMatchObject({
      kind: 2,
      attributes: [{ key: "id", value: { intValue: "7" } }],
      events: [{ name: "priced" }, { name: "exception" }],
    });
    const { data } = JSON.parse(await exported("jaeger", LOG)) as Jaeger;
    expect(data[0]?.spans.map(({ operationName }) => operationName)).toEqual(["order", "charge"]);
    expect(data[0]?.spans[1]?.references).toMatchObject([{ refType: "CHILD_OF", spanID: data[0]?.spans[0]?.spanID }]);
  });

  test("is valid where there is nothing", async () => {
    expect(await exported("otlp", [])).toBe("");
    expect(JSON.parse(await exported("jaeger", []))).toMatchObject({ data: [] });
  });

  test("comes back as the tree that it was", async () => {
    const { messagesOfTraces, messagesOfJaegerTrace } = await import("../tracers/index.js");
    const refused = (reason: string) => expect(reason).toBe("");
    const parser = new Parser();
    for (const message of LOG) parser.add(message);
    const [tree] = parser.end();
    const request = JSON.parse(await exported("otlp", LOG));
    const { data } = JSON.parse(await exported("jaeger", LOG));
    for (const messages of [messagesOfTraces(request, refused), messagesOfJaegerTrace(data[0], refused)]) {
      const again = new Parser();
      for (const message of messages) again.add(message);
      expect(again.end().map(({ root }) => outline(root))).toEqual(tree && [outline(tree.root)]);
    }
  });
});
