import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOfUuid, scanUuid } from "./uuid-hash.js";

const plain = fc.string({ unit: fc.constantFrom(..."0123456789abcdef-xyzA #~"), maxLength: 40 });
const other = fc.constantFrom(...'\\\n\t\u001f\u007fé€"'.split(""));

function scanned(text: string): { end: number; uuidHash: number } {
  const bytes = Buffer.from(text);
  const into = { uuidHash: 0 };
  const end = scanUuid(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, into);
  return { end, uuidHash: into.uuidHash };
}

test("the hash of a uuid in bytes is that of its text, whatever stands behind it", () => {
  fc.assert(
    fc.property(plain, fc.string(), (uuid, rest) => {
      expect(scanned(`${uuid}"${rest}\n`)).toEqual({ end: uuid.length, uuidHash: hashOfUuid(uuid) });
    }),
  );
});

test("what is not plain within a uuid is not passed over", () => {
  fc.assert(
    fc.property(plain, other, plain, (before, found, after) => {
      const { end } = scanned(`${before}${found}${after}"\n`);
      expect(end).toBe(found === '"' ? before.length : found === "\u007f" ? before.length + 1 + after.length : -1);
    }),
  );
});

test.each([
  ["that count", (i: number) => `task-${i}`],
  [
    "that differ in their first character's neighbours alone",
    (i: number) => `${i.toString(36).padStart(4, "0")}${"0".repeat(32)}`,
  ],
  ["that differ at their end", (i: number) => `${"0".repeat(32)}${i.toString(16).padStart(4, "0")}`],
])("uuids %s fall on all places of a table", (_, uuidOf) => {
  const places = new Array<number>(1024).fill(0);
  for (let i = 0; i < 32_768; i++) (places[hashOfUuid(uuidOf(i)) & 1023] as number)++;
  // 32 to a place; at random the fullest of 1,024 has about 52.
  expect(Math.max(...places)).toBeLessThan(64);
});
