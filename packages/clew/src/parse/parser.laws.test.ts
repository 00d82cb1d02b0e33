// Laws that hold for every log: random forests, written out as their messages, shuffled, doubled and cut.

import { type Message, Parser, parseStream, type TaskTree, type WrittenNode } from "clew/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** An action or a message that a test writes. */
interface Plan {
  readonly items: readonly Plan[] | undefined;
  readonly end: "succeeded" | "failed" | "never";
  /** How many of the items come after the finish. */
  readonly late: number;
}

const plan = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.record({
    items: fc.option(fc.array(tie("plan"), { maxLength: 5 }), {
      nil: undefined,
      depthSize: "small",
    }),
    end: fc.constantFrom("succeeded", "failed", "never"),
    late: fc.nat({ max: 2 }),
  }),
})).plan;

const forest = fc.array(plan, { minLength: 1, maxLength: 5 });

/** The messages of a forest, in the order in which a program would log them. */
function messagesOf(plans: readonly Plan[]): Message[] {
  const messages: Message[] = [];
  const write = (taskUuid: string, level: readonly number[], { items, end, late }: Plan): void => {
    const log = (place: readonly number[], fields: object) =>
      messages.push({ task_uuid: taskUuid, task_level: place, timestamp: messages.length, ...fields } as Message);
    if (items === undefined) return void log(level.length === 0 ? [1] : level, { message_type: "note" });
    let next = 1;
    const type = { action_type: `type ${level.length}` };
    log([...level, next++], { ...type, action_status: "started" });
    const inTime = items.length - (end === "never" ? 0 : late);
    items.forEach((item, i) => {
      if (i === Math.max(0, inTime) && end !== "never") log([...level, next++], { ...type, action_status: end });
      write(taskUuid, [...level, next++], item);
    });
    if (end !== "never" && Math.max(0, inTime) >= items.length)
      log([...level, next++], { ...type, action_status: end });
  };
  for (const [i, item] of plans.entries()) write(`task ${i}`, [], item);
  return messages;
}

/** A tree without its laziness, to be compared. */
function plain(node: WrittenNode): unknown {
  if (node.kind === "message") return [node.taskLevel, node.record, node.conflicting];
  const { kind, taskLevel, startRecord, endRecord, gaps, status } = node;
  return [kind, taskLevel, startRecord, endRecord, gaps, status, node.children.map(plain)];
}

function plainTrees(messages: readonly Message[]): Map<string, unknown> {
  const parser = new Parser();
  for (const message of messages) parser.add(message);
  return comparable(parser.end());
}

function comparable(trees: readonly TaskTree[]): Map<string, unknown> {
  const plainTrees = trees.map(({ taskUuid, root, isComplete, missing }): [string, unknown] => [
    taskUuid,
    { root: plain(root), isComplete, missing },
  ]);
  expect(new Set(trees.map((tree) => tree.taskUuid)).size).toBe(trees.length);
  return new Map(plainTrees.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

describe("Parser, for every forest", () => {
  test("gives the forest that was written: as many messages, complete where every action ended", () => {
    fc.assert(
      fc.property(forest, (plans) => {
        const messages = messagesOf(plans);
        const parser = new Parser();
        for (const message of messages) parser.add(message);
        const trees = parser.end();
        expect(trees.map((tree) => tree.taskUuid)).toEqual(plans.map((_, i) => `task ${i}`));
        expect(trees.map((tree) => tree.isComplete)).toEqual(plans.map(ended));
        expect(trees.flatMap(({ root }) => recordsOf(root)).sort((a, b) => a.timestamp - b.timestamp)).toEqual(
          messages,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("gives the same trees for any order, and for repeated messages", () => {
    fc.assert(
      fc.property(
        forest.map(messagesOf).chain((messages) =>
          fc.tuple(
            fc.constant(messages),
            fc.subarray(messages).chain((again) => shuffled([...messages, ...again])),
          ),
        ),
        ([messages, disordered]) => {
          expect(plainTrees(disordered)).toEqual(plainTrees(messages));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("gives the same trees for any order of what any cut left, and names what is missing", () => {
    fc.assert(
      fc.property(
        forest
          .map(messagesOf)
          .chain((messages) => fc.subarray(messages).chain((left) => fc.tuple(fc.constant(left), shuffled(left)))),
        ([left, disordered]) => {
          expect(plainTrees(disordered)).toEqual(plainTrees(left));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("gives the same trees for any order of messages that dispute their places", () => {
    const level = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 });
    const message = fc.record({
      task_uuid: fc.constant("t"),
      task_level: level,
      timestamp: fc.nat({ max: 2 }),
      action_type: fc.constantFrom("a", "b", undefined),
      action_status: fc.constantFrom("started", "succeeded", "failed", undefined),
      message_type: fc.constantFrom("x", undefined),
    }) as fc.Arbitrary<Message>;
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 20 }).chain((all) => fc.tuple(fc.constant(all), shuffled(all))),
        ([messages, disordered]) => {
          expect(plainTrees(disordered)).toEqual(plainTrees(messages));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("reads any lines at all without an exception", async () => {
    const field = fc.constantFrom("task_uuid", "task_level", "timestamp", "action_type", "action_status", "__proto__");
    const object = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.constant([1, 2]), fc.constant("started")));
    const line = fc.oneof(
      fc.string(),
      fc.json(),
      object.map((fields) => JSON.stringify(fields)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        for await (const tree of parseStream(lines)) plain(tree.root);
      }),
      { numRuns: 1000 },
    );
  });
});

function ended({ items, end }: Plan): boolean {
  return items === undefined || (end !== "never" && items.every(ended));
}

function recordsOf(node: WrittenNode): Message[] {
  if (node.kind === "message") return [node.record];
  const own = [node.startRecord, node.endRecord].filter((record) => record !== undefined);
  return [...own, ...node.children.flatMap(recordsOf)];
}
