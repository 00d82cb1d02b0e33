import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutToColumns, measureColumns } from "../index.js";

describe("cutToColumns(text, columns)", () => {
  test("leaves what fits", () => {
    expect(cutToColumns("a story", 7)).toBe("a story");
    expect(cutToColumns("日本", 4)).toBe("日本");
  });

  test("cuts with a mark inside the width", () => {
    expect(cutToColumns("a long story", 7)).toBe("a long…");
    expect(cutToColumns("a long story", 7, measureColumns, "...")).toBe("a lo...");
  });

  test("counts wide characters as two columns", () => {
    expect(cutToColumns("日本語テキスト", 6)).toBe("日本…");
  });

  test("cuts between clusters, never inside one", () => {
    expect(cutToColumns("e\u0301e\u0301e\u0301", 2)).toBe("e\u0301…");
    expect(cutToColumns("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3)).toBe("👩‍👩‍👧‍👦…");
  });

  test("never takes more than the columns", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, columns) => {
        expect(measureColumns(cutToColumns(text, columns))).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 1_000 },
    );
  });

  test("does not measure the whole of a huge text", () => {
    let measured = 0;
    cutToColumns("日".repeat(1_000_000), 10, (text) => {
      measured += text.length;
      return text.length * 2;
    });
    expect(measured).toBeLessThan(2_000);
  });
});
