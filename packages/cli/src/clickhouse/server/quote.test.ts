import { describe, expect, test } from "vitest";
import { list, number, text } from "./quote.js";

describe("a literal", () => {
  test("holds quotes, backslashes and NULs as what they are", () => {
    expect(text("a'b\\c\0d\n'--")).toBe("'a\\'b\\\\c\\0d\n\\'--'");
    expect(list(["a", "'"])).toBe("('a', '\\'')");
  });

  test("is there for finite numbers alone", () => {
    expect([number(0.1), number(-2), number(1e300)]).toEqual(["0.1", "(-2)", "1e+300"]);
    expect(() => number(Number.NaN)).toThrow(RangeError);
    expect(() => number(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
