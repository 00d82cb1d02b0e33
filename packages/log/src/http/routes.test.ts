import { describe, expect, test } from "vitest";
import { addressOf, tokenIn } from "./index.js";

describe("tokenIn(fragment)", () => {
  test("takes the token out of the printed address, and leaves what else the fragment says", () => {
    expect(tokenIn("#token=aB_9-")).toEqual({ token: "aB_9-", rest: "" });
    expect(tokenIn("#token=aB9&task=t1")).toEqual({ token: "aB9", rest: "#task=t1" });
  });

  test("finds none where there is none", () => {
    for (const rest of ["", "#task=t1", "#task=t1&token=x", "#token="]) {
      expect(tokenIn(rest)).toEqual({ token: undefined, rest });
    }
  });
});

describe("addressOf(name, question)", () => {
  test("carries any text there is, half surrogates and signs of addresses included", () => {
    for (const text of ["a&b=c#d?e/../f", "\ud800", "\u0000\u2028", "😀 + %41"]) {
      const { pathname, searchParams } = new URL(addressOf("search", { text, limit: 5 }), "http://x");
      expect(pathname).toBe("/api/search");
      expect(JSON.parse(searchParams.get("ask") ?? "")).toEqual({ text, limit: 5 });
    }
  });
});
