import { describe, expect, test } from "vitest";
import { shortUuid } from "./short-uuid.js";

describe("shortUuid(uuid)", () => {
  test.each([
    ["a random uuid", "87b4cc73-6b1c-4dd9-9d4e-3c1f9bb8a9d1", "87b4cc73"],
    ["one that begins with its time", "01a2054f-537f-7000-9d4e-3c1f9bb8a9d1", "01a2054f-537f-7000-9d4e"],
    ["the same in capitals", "01A2054F-537F-7000-9D4E-3C1F9BB8A9D1", "01A2054F-537F-7000-9D4E"],
    ["a word", "nightly", "nightly"],
    ["a long text", "order-20261129-17", "order-20"],
  ])("cuts %s to what tells tasks apart", (_what, uuid, short) => {
    expect(shortUuid(uuid)).toBe(short);
  });
});
