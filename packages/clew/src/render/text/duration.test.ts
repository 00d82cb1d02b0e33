import { describe, expect, test } from "vitest";
import { formatDuration } from "../index.js";

describe("formatDuration(seconds)", () => {
  test.each([
    [0, "0µs"],
    [0.000_000_4, "0µs"],
    [0.000_184, "184µs"],
    [0.000_999_4, "999µs"],
    [0.000_999_6, "1.00ms"],
    [0.0123, "12.3ms"],
    [0.099_96, "100ms"],
    [0.312, "312ms"],
    [0.9996, "1.00s"],
    [1.5, "1.50s"],
    [59.94, "59.9s"],
    [59.96, "1m00s"],
    [245, "4m05s"],
    [3599.7, "1h00m"],
    [7380, "2h03m"],
    [273_600, "3d04h"],
    [-0.003, "-3.00ms"],
  ])("writes %d as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  test("writes what is no number as it is", () => expect(formatDuration(Number.NaN)).toBe("NaN"));
});
