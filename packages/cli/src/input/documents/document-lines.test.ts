import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentLines } from "./index.js";

async function linesOf(text: string, size = 7): Promise<string> {
  async function* chunks() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  let lines = "";
  for await (const chunk of documentLines(chunks())) lines += chunk.toString();
  return lines;
}

const valuesOf = (lines: string) =>
  lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as unknown);

describe("documentLines(chunks)", () => {
  test.each([
    '{"a":1}\n{"a":[{"b":2}]}\n',
    "text\n[{\n",
    "[2026-01-02] INFO started\n",
    "[pod/web/web] {}\n",
    "",
    "\n\n",
    "{ not json }\n",
  ])("lets what is written in lines pass: %j", async (text) => {
    expect(await linesOf(text)).toBe(text);
  });

  test("gives a printed object, and one after it, a line each, with the line numbers that they had", async () => {
    const text = '{\n  "a": 1,\n  "b": "x}\\"{"\n}\n{\n "a": 2 }\n';
    const lines = (await linesOf(text)).split("\n");
    expect(JSON.parse(lines[0] as string)).toEqual({ a: 1, b: 'x}"{' });
    expect(JSON.parse(lines[4] as string)).toEqual({ a: 2 });
  });

  test("gives the elements of a list, whatever is around them", async () => {
    expect(valuesOf(await linesOf('[{"a":1},{"b":[{"c":2}]},\n{"d":3}]'))).toEqual([
      { a: 1 },
      { b: [{ c: 2 }] },
      { d: 3 },
    ]);
    expect(valuesOf(await linesOf('[[{"a":1}],[{"b":2}]]'))).toEqual([[{ a: 1 }], [{ b: 2 }]]);
  });

  test("gives a long object in pieces of its shape", async () => {
    const spans = Array.from({ length: 30_000 }, (_, n) => ({ n, text: "x".repeat(90) }));
    const values = valuesOf(await linesOf(JSON.stringify({ unit: "ns", spans, last: 1 }), 65_536)) as {
      spans?: unknown[];
    }[];
    expect(values.length).toBeGreaterThan(2);
    expect(values.flatMap((value) => value.spans ?? [])).toEqual(spans);
    expect(values.at(-1)).toMatchObject({ last: 1 });
  });

  test("gives what is whole of a document that was cut, and the rest as it is", async () => {
    const lines = await linesOf('{\n"spans":[\n{"a":1},\n{"a":2},\n{"a":');
    const [first, ...rest] = lines.split("\n").filter((line) => line.trim() !== "");
    expect(JSON.parse(first as string)).toEqual({ spans: [{ a: 1 }, { a: 2 }] });
    expect(rest.join("")).toContain('{"a":');
  });

  test("gives lines as they were written where they are no document after all", async () => {
    const torn = '{"a":\r\n{"b":1}\r\n{"c":2}\r\n';
    expect(await linesOf(torn)).toBe(torn);
    const closed = '{"a":\n{"b":1}\n{"c":2}\n}\n';
    expect((await linesOf(closed)).split("\n")).toEqual(expect.arrayContaining(['{"b":1}', '{"c":2}']));
  });

  test("gives what is no object in a list as well", async () => {
    expect(valuesOf(await linesOf('[{"a":1}, 5 ,{"b":2}, "x"]'))).toEqual([{ a: 1 }, 5, { b: 2 }, "x"]);
  });

  test("passes blank lines behind a document, however many", async () => {
    expect((await linesOf(`[{"a":1}]${"\n".repeat(50_000)}{"b":2}\n`, 65_536)).match(/\n/g)?.length).toBeGreaterThan(
      49_999,
    );
  });

  test("loses no value, in whatever pieces it comes", async () => {
    const value = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(value, fc.integer({ min: 1, max: 50 }), fc.boolean(), async (list, size, isPrinted) => {
        const text = JSON.stringify(list, null, isPrinted ? 2 : undefined);
        const read = valuesOf(await linesOf(text, size)).flat();
        expect(read).toEqual(JSON.parse(text));
      }),
      { numRuns: 200 },
    );
  });
});
