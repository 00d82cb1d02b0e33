import { describe, expect, test } from "vitest";
import { formatMoment } from "../index.js";

describe("formatMoment(seconds)", () => {
  test("writes UTC, to the millisecond, cut and not rounded", () => {
    expect(formatMoment(1700000000.25)).toBe("2023-11-14 22:13:20.250Z");
    expect(formatMoment(1700000000.9999)).toBe("2023-11-14 22:13:20.999Z");
  });

  test("keeps microseconds where they are asked for", () => {
    expect(formatMoment(1795375434.441364, { decimals: 6, separator: "T" })).toBe("2026-11-22T19:23:54.441364Z");
    expect(formatMoment(0, { decimals: 0 })).toBe("1970-01-01 00:00:00Z");
  });

  test("writes times before 1970", () => expect(formatMoment(-0.5)).toBe("1969-12-31 23:59:59.500Z"));

  test("writes the local zone with its offset", () => {
    expect(formatMoment(1700000000, { local: true })).toMatch(/^2023-11-1[345] \d\d:\d\d:20\.000[+-]\d\d:\d\d$/);
  });

  test("writes what no calendar holds as the number that it is", () => {
    for (const seconds of [1e300, -1e20, Number.NaN, Infinity]) expect(formatMoment(seconds)).toBe(String(seconds));
  });
});
