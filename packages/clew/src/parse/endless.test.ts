import { type Message, Parser, parseStream, type TaskTree, type WrittenNode } from "clew/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

function start(taskUuid: string, timestamp: number, level: number[] = [1]): Message {
  return { task_uuid: taskUuid, task_level: level, timestamp, action_type: "job", action_status: "started" };
}

function end(taskUuid: string, timestamp: number, level: number[] = [2]): Message {
  return { task_uuid: taskUuid, task_level: level, timestamp, action_type: "job", action_status: "succeeded" };
}

function tick(timestamp: number): Message {
  return { task_uuid: `tick ${timestamp}`, task_level: [1], timestamp, message_type: "tick" };
}

/** Adds messages and gives the uuids of the trees that each gave out, ticks left aside. */
function add(parser: Parser, ...messages: Message[]): string[] {
  return messages.flatMap((message) => withoutTicks(parser.add(message))).map((tree) => tree.taskUuid);
}

function withoutTicks(trees: readonly TaskTree[]): TaskTree[] {
  return trees.filter((tree) => !tree.taskUuid.startsWith("tick"));
}

describe("new Parser({ endless: true })", () => {
  test("gives a complete task out when it has lingered in the log's own time", () => {
    const parser = new Parser({ endless: true, lingerSeconds: 10 });
    expect(add(parser, start("t", 0), end("t", 1), tick(10), tick(10.5))).toEqual([]);
    expect(add(parser, tick(11.1), tick(11.2))).toEqual(["t"]);
  });

  test("lets a task linger also where its end is the first line after a long silence", () => {
    const parser = new Parser({ endless: true, lingerSeconds: 10 });
    expect(add(parser, start("t", 0), end("t", 3600), tick(3601), tick(3602), tick(3609))).toEqual([]);
  });

  test("takes a child that comes while its task lingers into the one tree, and waits for its end", () => {
    const parser = new Parser({ endless: true });
    expect(add(parser, start("t", 0), end("t", 1), start("t", 5, [3, 1]), tick(50), tick(51))).toEqual([]);
    parser.add(end("t", 52, [3, 2]));
    const trees = withoutTicks([tick(63), tick(64), tick(65)].flatMap((message) => [...parser.add(message)]));
    expect(trees.map((tree) => [tree.taskUuid, tree.isComplete])).toEqual([["t", true]]);
  });

  test("gives what comes after as the continuation of the named action", () => {
    const parser = new Parser({ endless: true });
    expect(add(parser, start("t", 0), end("t", 1), tick(20), tick(21))).toEqual(["t"]);
    parser.add(start("t", 22, [3, 1]));
    parser.add(end("t", 23, [3, 2]));
    const [late] = withoutTicks([tick(40), tick(41)].flatMap((message) => [...parser.add(message)]));
    expect(late?.continues).toEqual({ actionType: "job", startTime: 0 });
    expect(late?.isComplete).toBe(false);
    expect(late?.root).toMatchObject({ kind: "missing", children: [{ actionType: "job" }] });
  });

  test("does not hold a task for numbers that were handed out and never used", () => {
    const parser = new Parser({ endless: true });
    add(parser, start("t", 0), { ...end("t", 1, [4]), clew_handed_out: [2, 3] });
    expect(add(parser, tick(20), tick(21))).toEqual(["t"]);
  });

  test("is not hurried by one line from a clock that is years ahead", () => {
    const parser = new Parser({ endless: true });
    expect(add(parser, start("t", 0), end("t", 1), tick(9e9), tick(2), tick(3))).toEqual([]);
    expect(add(parser, tick(12), tick(13))).toEqual(["t"]);
  });

  test("gives out what is complete without waiting where it is asked to", () => {
    const parser = new Parser({ endless: true });
    add(parser, start("t", 0), end("t", 1), start("u", 1));
    expect(parser.takeSettled().map((tree) => tree.taskUuid)).toEqual(["t"]);
    expect(parser.takeSettled()).toEqual([]);
    parser.add(start("t", 2, [3, 1]));
    expect(parser.end().map((tree) => tree.continues?.actionType)).toEqual([undefined, "job"]);
  });

  test("gives out what was silent for longest when it holds too much", () => {
    const parser = new Parser({ endless: true, maxMessages: 10 });
    const given = Array.from({ length: 11 }, (_, i) => add(parser, start(`t${i}`, i))).flat();
    expect(given).toEqual(["t0", "t1"]);
    expect(parser.end()).toHaveLength(9);
  });

  test("remembers as many tasks as it is told to", () => {
    const parser = new Parser({ endless: true, tombstones: 1 });
    add(parser, start("t", 0), end("t", 1), start("u", 1), end("u", 2), tick(20), tick(21));
    parser.add(start("t", 22, [3, 1]));
    parser.add(start("u", 22, [3, 1]));
    const continued = withoutTicks(parser.end()).map((tree) => [tree.taskUuid, tree.continues !== undefined]);
    expect(continued).toEqual([
      ["t", false],
      ["u", true],
    ]);
  });

  test("loses no message and gives none twice, whatever comes", async () => {
    const message = fc.record({
      task_uuid: fc.constantFrom("t", "u", "v"),
      task_level: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
      timestamp: fc.nat({ max: 100 }),
      action_type: fc.constant("job"),
      action_status: fc.constantFrom("started", "succeeded"),
    }) as fc.Arbitrary<Message>;
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 60 }), fc.nat({ max: 20 }), async (all, maxMessages) => {
        const messages = all.map((message, i) => ({ ...message, i }));
        const seen: unknown[] = [];
        for await (const tree of parseStream(messages, { endless: true, lingerSeconds: 5, maxMessages })) {
          seen.push(...recordsOf(tree.root).map(({ i }) => i));
        }
        expect(seen.sort((a, b) => Number(a) - Number(b))).toEqual(messages.map(({ i }) => i));
      }),
      { numRuns: 1000 },
    );
  });
});

function recordsOf(node: WrittenNode): Message[] {
  if (node.kind === "message") return [node.record];
  const own = [node.startRecord, node.endRecord].filter((record) => record !== undefined);
  return [...own, ...node.children.flatMap(recordsOf)];
}
