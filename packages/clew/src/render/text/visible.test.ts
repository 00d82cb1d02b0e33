import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visible } from "../index.js";

describe("visible(text)", () => {
  test("leaves what can be read as it is", () => {
    for (const text of ["", "plain", "naïve café", "日本語", "😀 🏳️", "a\\b"]) expect(visible(text)).toBe(text);
  });

  test("shows C0, DEL and C1 controls as escapes", () => {
    expect(visible("\0\x07\x1b[31m\x7f\x9b")).toBe("\\x00\\x07\\x1b[31m\\x7f\\x9b");
    expect(visible("a\tb\r\nc")).toBe("a\\tb\\r\\nc");
  });

  test("shows what reorders, hides or joins text", () => {
    expect(visible("\u202eabc\u2066\u200b\u200d\u2060\ufeff\u00ad")).toBe(
      "\\u202eabc\\u2066\\u200b\\u200d\\u2060\\ufeff\\xad",
    );
    expect(visible("\u2028\u2029\u{e0041}\u3164")).toBe("\\u2028\\u2029\\u{e0041}\\u3164");
  });

  test("shows surrogates without their other half", () => {
    expect(visible("a\ud83d b\ude00 😀")).toBe("a\\ud83d b\\ude00 😀");
  });

  test("gives one line without a control character, whatever the text", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 2_000 },
    );
  });
});
