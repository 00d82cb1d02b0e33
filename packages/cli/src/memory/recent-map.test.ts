import { describe, expect, test } from "vitest";
import { RecentMap } from "./recent-map.js";

describe("new RecentMap(limit)", () => {
  test("keeps the newest entries, and at most twice as many as its limit", () => {
    const map = new RecentMap<number, number>(10);
    for (let i = 0; i < 1_000; i++) {
      map.set(i, -i);
      for (let back = 0; back < Math.min(10, i); back++) expect(map.get(i - back)).toBe(back - i);
      expect(map.get(i - 20)).toBeUndefined();
    }
  });

  test("keeps what is set again", () => {
    const map = new RecentMap<string, number>(2);
    for (let i = 0; i < 100; i++) {
      map.set("kept", i);
      map.set(`other ${i}`, i);
      expect(map.get("kept")).toBe(i);
    }
  });

  test("forgets what is deleted, also of an earlier generation", () => {
    const map = new RecentMap<number, string>(2);
    for (const key of [1, 2, 3]) map.set(key, "x");
    for (const key of [1, 2, 3]) map.delete(key);
    expect([1, 2, 3].map((key) => map.get(key))).toEqual([undefined, undefined, undefined]);
  });
});
