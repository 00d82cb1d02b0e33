import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatValue } from "../index.js";

describe("formatValue(value)", () => {
  test.each<[text: string, value: unknown]>([
    ["word", "word"],
    ['"two words"', "two words"],
    ['""', ""],
    ['"12"', "12"],
    ['"true"', "true"],
    ['"say \\"hi\\""', 'say "hi"'],
    ['"C:\\\\temp"', "C:\\temp"],
    ['"a\\x1bb"', "a\x1bb"],
    ["12.5", 12.5],
    ["-0", -0],
    ["12345678901234567890", 12345678901234567890n],
    ["null", null],
    ["[]", []],
    ['{a: [1, {b: "two words"}], "odd key": null}', { a: [1, { b: "two words" }], "odd key": null }],
  ])("writes %s", (text, value) => expect(formatValue(value)).toBe(text));

  test("writes JSON that is safe to print where it is asked to", () => {
    const value = { key: ["\u001b\u009b\u202e", "\u{e0041}", 1] };
    const text = formatValue(value, Infinity, "json");
    expect(text).toBe('{"key": ["\\u001b\\u009b\\u202e", "\\udb40\\udc41", 1]}');
    expect(JSON.parse(text)).toEqual(value);
  });

  test("gives back any JSON value that was written as JSON", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        expect(JSON.parse(formatValue(value, Infinity, "json"))).toEqual(value);
      }),
    );
  });

  test("stops soon after the limit, however large or deep the value", { timeout: 60_000 }, () => {
    let deep: unknown = "bottom";
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(formatValue(deep, 100).length).toBeLessThan(200);
    expect(formatValue(Array(1_000_000).fill("x"), 100).length).toBeLessThan(200);
    expect(formatValue("y".repeat(1_000_000), 100).length).toBeLessThan(1_000);
  });
});
