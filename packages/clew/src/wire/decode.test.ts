import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJson, mayHoldLongInteger } from "./index.js";

describe("decodeJson(text)", () => {
  test("gives what JSON.parse gives, where a number can hold it", () => {
    const isSafe = (text: string) => !/[0-9]{16}/.test(text);
    fc.assert(
      fc.property(
        fc
          .jsonValue({ maxDepth: 4 })
          .map((value) => JSON.stringify(value, undefined, 1))
          .filter(isSafe),
        (text) => {
          expect(decodeJson(text)).toEqual(JSON.parse(text));
          expect(decodeJson(`[NaN, ${text}]`)).toEqual([Number.NaN, JSON.parse(text)]);
        },
      ),
    );
  });

  test("refuses what JSON.parse refuses, beside the numbers of Python", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      "1",
      "-",
      "true",
      '"',
      "\\",
      " ",
      "nul",
      "1e",
      "01",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = `[NaN,${parts.join("")}]`;
        const plain = attempt(() => JSON.parse(text.replace("NaN", "0")));
        expect(attempt(() => decodeJson(text)).ok).toBe(plain.ok);
      }),
      { numRuns: 2000 },
    );
  });

  test("understands NaN and the infinities of Python", () => {
    expect(decodeJson('{"a": NaN, "b": [Infinity, -Infinity]}')).toEqual({ a: Number.NaN, b: [Infinity, -Infinity] });
  });

  test("keeps all digits of integers that a number cannot hold", () => {
    expect(decodeJson("[9007199254740991, 9007199254740993, -18446744073709551616]")).toEqual([
      9007199254740991,
      9007199254740993n,
      -18446744073709551616n,
    ]);
    expect(decodeJson("[12345678901234567.5, 1234567890123456e3]")).toEqual([
      Number("12345678901234567.5"),
      Number("1234567890123456e3"),
    ]);
  });

  test("keeps the key __proto__ an ordinary key", () => {
    const value = decodeJson('{"__proto__": {"polluted": true}, "n": NaN}') as object;
    expect(Object.keys(value)).toEqual(["__proto__", "n"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test("reads strings of many megabytes, also where they are full of escapes", () => {
    const long = `${'\\"'.repeat(1_000_000)}${"x".repeat(8_000_000)}`;
    const value = decodeJson(`{"n": NaN, "text": "${long}"}`) as { text: string };
    expect(value.text.length).toBe(9_000_000);
  });

  test("reads values that are 100,000 deep", () => {
    const text = `${"[".repeat(100_000)}NaN${"]".repeat(100_000)}`;
    let value = decodeJson(text);
    let depth = 0;
    for (; Array.isArray(value); value = value[0]) depth++;
    expect(depth).toBe(100_000);
  });

  test("refuses a number so long that reading it would take minutes", () => {
    expect(() => decodeJson("9".repeat(1_000_000))).toThrow("A number of 1000000 digits in JSON at position 0");
  });

  test("says where the text stops being JSON", () => {
    expect(() => decodeJson('{"a": NaN, b}')).toThrow('Unexpected "b" in JSON at position 11');
    expect(() => decodeJson('{"a": NaN, "b')).toThrow("Unexpected end of JSON at position 13");
  });
});

describe("mayHoldLongInteger(text)", () => {
  test("never misses an integer that is not safe", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 90n }),
        fc.boolean(),
        fc.string({ maxLength: 20 }),
        (before, integer, negative, after) => {
          const number = `${negative ? "-" : ""}${integer}`;
          const text = `{"before":${JSON.stringify(before)},"integer":${number},"after":${JSON.stringify(after)}}`;
          expect(mayHoldLongInteger(text)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
    expect(mayHoldLongInteger("9007199254740993")).toBe(true);
  });

  test("passes over fractions, timestamps and digits within a string", () => {
    for (const text of ["[0.30000000000000004]", '{"id": "a4111111111111111"}', "[1700000000.123456, 1234567890]"]) {
      expect(mayHoldLongInteger(text)).toBe(false);
    }
  });
});

function attempt(act: () => unknown): { readonly ok: boolean } {
  try {
    act();
    return { ok: true };
  } catch {
    return { ok: false };
  }
}
