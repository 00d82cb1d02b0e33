import { type Message, Parser, parseStream, readLines, type TaskTree, type UnusedLine } from "clew/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const record = fc.record(
  {
    task_uuid: fc.constantFrom("t", "u", "0b6ec56b-26dc-4a6f-a7a8-d2b9b4f4ad14", "é", ""),
    task_level: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    timestamp: fc.nat({ max: 40 }),
    action_type: fc.constantFrom("a", "an action of a long name", "é"),
    action_status: fc.constantFrom("started", "succeeded", "failed"),
    message_type: fc.string(),
    text: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("x".repeat(20_000), "日".repeat(10_000))),
  },
  { requiredKeys: ["task_uuid", "task_level", "timestamp"] },
);

/** A line as a program writes it, or as no program should. */
const line = fc.oneof(
  { weight: 6, arbitrary: record.map((fields) => JSON.stringify(fields)) },
  {
    weight: 1,
    arbitrary: fc.tuple(record, fc.constantFrom("\ud800", "\udc00", "\ufeff", "\ufffd", "\\ud800")).map(
      // Half a character, which no bytes can hold, and what bytes have in its place.
      ([fields, text]) => JSON.stringify({ ...fields, text: "PUT" }).replace("PUT", text),
    ),
  },
  { weight: 1, arbitrary: record.map((fields) => ` ${JSON.stringify(fields)}\r`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", " \r", "\0\0", "oops", "{", '{"task_uuid":', "NaN", "\ufeff{}", "\ud83d"),
  },
  {
    weight: 1,
    arbitrary: fc.constant(`{"task_uuid":"long","task_level":[1],"timestamp":7,"text":"${"y".repeat(70_000)}"}`),
  },
);

/** What a source gives at once: one line or several, with or without the last one's line end. */
const item = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([lines, ended]) => lines.join("\n") + (ended ? "\n" : ""));

const items = fc
  .tuple(fc.array(item, { maxLength: 6 }), fc.boolean())
  .map(([texts, marked]) => (marked ? [`\ufeff${texts[0] ?? ""}`, ...texts.slice(1)] : texts));

describe("parseStream(source)", { timeout: 60_000 }, () => {
  test.each([{}, { endless: true, lingerSeconds: 1 }])(
    "gives the trees that parsed messages give, and says the same of other lines, %o",
    async (options) => {
      await fc.assert(
        fc.asyncProperty(items, async (texts) => {
          const [trees, unused]: [TaskTree[], UnusedLine[]] = [[], []];
          const source = parseStream(texts, { ...options, onUnused: (one) => unused.push(one) });
          for await (const tree of source) trees.push(tree);
          const expected = parsed(texts, options);
          expect(trees.map(outline)).toEqual(expected.trees.map(outline));
          expect(unused).toEqual(expected.unused);
        }),
        { numRuns: 500 },
      );
    },
  );

  test("takes messages that were parsed among texts, and counts both", async () => {
    const message: Message = { task_uuid: "t", task_level: [1], timestamp: 1 };
    const lines: number[] = [];
    const source = ["oops\n\noops", message, "oops", { task_uuid: "" } as Message];
    const trees: TaskTree[] = [];
    for await (const tree of parseStream(source, { onUnused: ({ line }) => lines.push(line) })) trees.push(tree);
    expect(lines).toEqual([1, 3, 5, 6]);
    expect(trees.map(outline)).toEqual([[true, [], [[1], message, false]]]);
  });
});

test("empty lines behind a line that cannot be made bytes are counted", async () => {
  const lines: number[] = [];
  const source = ["\ud800\n\n", "oops\n", "\ud800\n\n\n", "oops"];
  for await (const _ of parseStream(source, { onUnused: ({ line }) => lines.push(line) }));
  expect(lines).toEqual([1, 3, 4, 7]);
});

function parsed(texts: readonly string[], options: object): { trees: TaskTree[]; unused: UnusedLine[] } {
  const parser = new Parser(options);
  const [trees, unused]: [TaskTree[], UnusedLine[]] = [[], []];
  let line = 1;
  for (const text of texts) {
    line += readLines(text, line, {
      message: (message) => trees.push(...parser.add(message)),
      unused: (at, reason) => unused.push({ line: at, reason }),
    });
  }
  return { trees: [...trees, ...parser.end()], unused };
}

function outline({ isComplete, missing, root }: TaskTree): unknown {
  const nodes: unknown[] = [isComplete, missing];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "message") nodes.push([node.taskLevel, node.record, node.conflicting]);
    else {
      nodes.push([node.taskLevel, node.actionType, node.status, node.startRecord, node.endRecord, node.gaps]);
      waiting.push(...node.children);
    }
  }
  return nodes;
}
