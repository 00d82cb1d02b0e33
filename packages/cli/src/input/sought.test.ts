import { isAscii } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileFilter, neededTasks, shownNodes } from "../filter/index.js";
import { lastBatch, scannedBatch } from "./batch.js";
import { LayeredLines } from "./layered-lines.js";
import { LineBlock } from "./line-blocks.js";
import { SoughtText } from "./sought-word.js";
import { wholeTrees } from "./whole-trees.js";

const TRACE = "0af76519-16cd-43dd-8448-eb211c80319c";

const block = (text: string) => new LineBlock(Buffer.from(text), 1, isAscii(Buffer.from(text)));

/** What is read before the log counts as a long one is always kept. */
const FIRST = '{"task_uuid":"first","task_level":[1],"timestamp":1}\n';

/** What a filter finds in lines that stand in blocks, and in how many trees it looked. */
async function found(blocks: readonly string[], filter: string, sought?: string) {
  const text = sought === undefined ? undefined : new SoughtText(sought);
  async function* read() {
    const lines = new LayeredLines();
    for (const each of [FIRST, ...blocks].map(block)) yield scannedBatch(each, lines, () => {}, text);
    yield lastBatch(lines, () => {});
  }
  const fits = compileFilter(filter);
  const nodes: string[] = [];
  let looked = 0;
  for await (const tree of wholeTrees(read, { logBytes: 10_000, ofAll: text === undefined, mostKept: 0 })) {
    looked++;
    for (const node of shownNodes(tree, fits).fitting) nodes.push(`${node.taskUuid} ${node.taskLevel.join("/")}`);
  }
  return { nodes, looked };
}

const piece = fc.constantFrom(
  "kit",
  "KIT",
  "\u212ait",
  "sin",
  "S\u0130N",
  "\u017fin",
  "/a",
  "150",
  "1e21",
  "inf",
  "tru",
  '"',
  "\\",
  "é",
  "\u0000",
  " ",
);
const text = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(""));
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.constantFrom(1.5, 150, 1e21, true, null),
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(text, text, { maxKeys: 2 }),
);

/** The line with a letter of its values escaped, as another writer might have it. */
function withEscapes(json: string, letter: string): string {
  const written = `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(/(?<="message_type":|"field":).*/, (rest) => rest.replaceAll(letter, written));
}

const messageLine = fc
  .record({
    task: fc.nat(5),
    number: fc.integer({ min: 2, max: 4 }),
    type: text,
    field: value,
    letter: fc.constantFrom("", "", "", "K", "s", "\u212a", "\u0130"),
  })
  .map(({ task, number, type, field, letter }) => {
    const json = JSON.stringify({
      task_uuid: `t${task}`,
      task_level: [number],
      timestamp: 2,
      message_type: type,
      field,
    });
    // What is escaped already would be escaped twice.
    return letter === "" || json.includes("\\") ? json : withEscapes(json, letter);
  });
const startLine = fc.tuple(fc.nat(5), fc.nat(5)).map(([task, trace]) =>
  JSON.stringify({
    task_uuid: `t${task}`,
    task_level: [1],
    timestamp: 1,
    action_type: "a",
    action_status: "started",
    clew_trace_id: `t${trace}`,
  }),
);
const otherLine = text.map((msg) => JSON.stringify({ level: 30, time: 1, msg }));
const lines = fc
  .array(fc.oneof({ weight: 8, arbitrary: messageLine }, { weight: 2, arbitrary: startLine }, otherLine), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => `${all.join("\n")}\n`);
const filter = fc.oneof(
  text.map((word) => JSON.stringify(word)),
  text.map((word) => `field=${JSON.stringify(word)}`),
  text.map((word) => `type~${JSON.stringify(`*${word}*`)}`),
  fc.tuple(text, text).map(([a, b]) => `field~${JSON.stringify(a)} not ${JSON.stringify(b)}`),
);

describe("wholeTrees of tasks with a text", () => {
  // What a line has where its field stands, and a filter that finds it.
  test.each([
    ['"a timeout"', "timeout"],
    ['"a TimeOut"', "TIMEOUT"],
    ['"\\u0074imeout"', "timeout"],
    ['"to\u212aen"', "token"],
    ['"to\\u212aen"', "token"],
    ['"to\\u212Aen"', "token"],
    ['"adm\u0130"', "admi"],
    ['"adm\\u0130"', "admi"],
    ['"to\\/cart"', "'to/cart'"],
    ['"a\\\\b"', "'a\\\\b'"],
    ['"say \\"hi\\""', "'say \"hi\"'"],
    ["15e1", "field=150"],
    ["15e1", "field~150"],
    ["15e1", "150"],
    ["2E400", "infinity"],
    ["2E400", "field~nfin"],
    ['{"deep":["a timeout"]}', "timeout"],
    ['{"timeout":1}', "timeout"],
  ])("finds %s by %s", async (written, expression) => {
    const line = (task: string, field: string) =>
      `{"task_uuid":"${task}","task_level":[1],"timestamp":1,"message_type":"m","field":${field}}\n`;
    const blocks = [line("before", '"x"') + line("it", written) + line("after", '"x"')];
    const { text: sought } = neededTasks(expression);
    expect((await found(blocks, expression, sought)).nodes).toEqual(["it 1"]);
  });

  test("looks in no other task but in the first lines of the log", async () => {
    const line = (task: string, field: string) =>
      `{"task_uuid":"${task}","task_level":[1],"timestamp":1,"field":"${field}"}\n`;
    const blocks = [line("a", "x") + line("b", "TIMEOUT") + line("c", "x") + line("c", "timeout") + line("d", "x")];
    expect(await found(blocks, "timeout", "timeout")).toEqual({ nodes: ["b 1", "c 1"], looked: 3 });
  });

  test("finds what stands in the tree of a task that another one asked for", async () => {
    const id = "0af7651916cd43dd8448eb211c80319c";
    const line = (task: string, rest: string) => `{"task_uuid":"${task}","timestamp":1,${rest}}\n`;
    const blocks = [
      line(TRACE, '"task_level":[1],"action_type":"a","action_status":"started"'),
      line("other", `"task_level":[1],"action_type":"b","action_status":"started","clew_trace_id":"${id}"`),
      line("other", '"task_level":[2],"message_type":"timeout"'),
    ];
    const whole = await found(blocks, "timeout");
    expect(await found(blocks, "timeout", "timeout")).toEqual(whole);
  });

  test("leaves out no task in which something fits, whatever stands in the lines", async () => {
    let left = 0;
    let fitting = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { minLength: 1, maxLength: 6 }), filter, async (blocks, expression) => {
        const { text: sought } = neededTasks(expression);
        fc.pre(sought !== undefined);
        const narrow = await found(blocks, expression, sought);
        const whole = await found(blocks, expression);
        expect(narrow.nodes).toEqual(whole.nodes);
        left += whole.looked - narrow.looked;
        fitting += whole.nodes.length;
      }),
      { numRuns: 1000 },
    );
    expect(left).toBeGreaterThan(0);
    expect(fitting).toBeGreaterThan(0);
  });
});
