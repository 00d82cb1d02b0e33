import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeValue } from "../../wire/index.js";
// What it does is seen in a file only where a line is longer than a mebibyte.
import { cutLine } from "./cut-line.js";

const FORMAT = {
  task_uuid: "5b2d1bbd-2a22-4a4a-9f0a-6c1b6a8a7e11",
  task_level: [2, 3],
  timestamp: 1700000000.123456,
};

function toLine(fields: object): string {
  return `${encodeValue({ ...FORMAT, message_type: "big", ...fields })}\n`;
}

describe("a line that is longer than maxLineBytes", () => {
  test("keeps its short fields whole and cuts the long ones visibly", () => {
    const cut = JSON.parse(cutLine(toLine({ id: 17, body: "x".repeat(50_000), list: [1, 2, 3] }), 2_000));
    expect(cut).toMatchObject({ ...FORMAT, message_type: "big", id: 17, list: [1, 2, 3] });
    expect(cut.body).toMatch(/^x{1000,}… \[cut, 50000 characters\]$/);
  });

  test("shows the beginning of a long object as JSON", () => {
    const cut = JSON.parse(cutLine(toLine({ rows: Array.from({ length: 5_000 }, (_, i) => i) }), 2_000));
    expect(cut.rows).toMatch(/^\[0,1,2,.*… \[cut, \d+ bytes of JSON\]$/);
  });

  test("says how many fields had no room at all", () => {
    const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field_number_${i}`, i]));
    const cut = JSON.parse(cutLine(toLine(fields), 2_000));
    const kept = Object.keys(cut).filter((key) => key.startsWith("field_number")).length;
    expect(cut).toMatchObject(FORMAT);
    expect(cut["[cut]"]).toBe(`${5_000 - kept} more fields`);
    expect(kept).toBeGreaterThan(30);
  });

  test("is left alone where its bytes are few enough, and cut where only its bytes are too many", () => {
    const line = toLine({ text: "ä".repeat(700) });
    expect(cutLine(line, Buffer.byteLength(line))).toBe(line);
    expect(cutLine(line, Buffer.byteLength(line) - 1)).not.toBe(line);
  });

  test("is valid JSON of at most so many bytes with the format's own fields, whatever the fields are", () => {
    const long = fc.oneof(
      fc.string({ unit: "binary", minLength: 0, maxLength: 3_000 }),
      fc.constantFrom('"'.repeat(3_000), "\u0001".repeat(2_000), "😀".repeat(1_500), "é\\".repeat(1_500)),
      fc.array(fc.string(), { maxLength: 200 }),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), long), fc.integer({ min: 1024, max: 8_000 }), (fields, maxBytes) => {
        const text = cutLine(toLine({ fields, ...fields, message_type: "x".repeat(maxBytes) }), maxBytes);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
        expect(JSON.parse(text)).toMatchObject(FORMAT);
        expect(text.indexOf("\n")).toBe(text.length - 1);
      }),
    );
  });
});
