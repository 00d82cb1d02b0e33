import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeExact, encodeExact } from "./index.js";

const scalar = fc.oneof(
  fc.double(),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
  fc.string({ unit: "binary" }),
  fc.boolean(),
  fc.constant(null),
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalar, fc.array(tie("value")), fc.dictionary(fc.string(), tie("value"))),
}));

describe("decodeExact(encodeExact(value))", () => {
  test("is the value, whatever numbers and texts are in it", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(encodeExact(decodeExact(encodeExact(value)))).toBe(encodeExact(value));
      }),
    );
    const value = { n: [Number.NaN, Number.NEGATIVE_INFINITY, -0, 2n ** 64n], deep: [{ x: 18446744073709551616n }] };
    expect(decodeExact(encodeExact(value))).toEqual(value);
    expect(decodeExact(encodeExact(2n ** 64n))).toBe(2n ** 64n);
  });

  test("keeps what only looks like a number", () => {
    for (const value of [{ $int: "1e5" }, { $float: "1" }, { $int: "1", more: 2 }, { $int: 1 }, "$int"]) {
      expect(decodeExact(encodeExact([value, 2n ** 64n]))).toEqual([value, 2n ** 64n]);
    }
  });

  test("does not recurse: 100,000 lists in each other", () => {
    let value: unknown = 2n ** 64n;
    for (let i = 0; i < 100_000; i++) value = [value];
    expect(encodeExact(decodeExact(encodeExact(value)))).toBe(encodeExact(value));
  });
});
