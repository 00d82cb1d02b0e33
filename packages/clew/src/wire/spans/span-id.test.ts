import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeOfSpan, sha256Hex, spanIdOf, traceIdOf, uuidOfTrace } from "../index.js";

describe("sha256Hex(text)", () => {
  test("gives what Node's own gives, whatever the text and its length", () => {
    const same = (text: string) => {
      expect(sha256Hex(text)).toBe(createHash("sha256").update(text).digest("hex"));
    };
    for (let length = 0; length < 200; length++) same("a".repeat(length));
    same("é".repeat(100_000));
    fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), same), { numRuns: 300 });
  });
});

describe("ids of spans", () => {
  test("are those that the wire format says", () => {
    expect(spanIdOf("t@/2/1")).toBe(createHash("sha256").update("t@/2/1").digest("hex").slice(0, 16));
    expect(traceIdOf("0AF76519-16cd-43dd-8448-eb211c80319c")).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(uuidOfTrace("0af7651916cd43dd8448eb211c80319c")).toBe("0af76519-16cd-43dd-8448-eb211c80319c");
    expect(traceIdOf("job 7")).toMatch(/^[0-9a-f]{32}$/);
    expect(traceIdOf("0".repeat(32))).not.toBe("0".repeat(32));
  });

  test("give places that a number holds exactly, and that two ids of one bit's difference do not share", () => {
    const [a, b] = [placeOfSpan("00f067aa0ba9020a"), placeOfSpan("00f067aa0ba9020b")];
    expect(a).not.toBe(b);
    for (const place of [a, b]) {
      expect(place).toBeGreaterThanOrEqual(2 ** 52);
      expect(Number.isSafeInteger(place)).toBe(true);
    }
  });
});
