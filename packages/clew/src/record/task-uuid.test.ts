import { describe, expect, test } from "vitest";
// A process has one source, which does not leave the room; the law is about many.
import { UuidSource } from "./task-uuid.js";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("a task's UUID", () => {
  test("is a valid random UUID, and no other task of a thousand processes has it", () => {
    const seen = new Set<string>();
    let invalid = 0;
    for (let process = 0; process < 1000; process++) {
      const source = new UuidSource();
      for (let i = 0; i < 200; i++) {
        const uuid = source.next();
        if (!UUID_V4.test(uuid)) invalid++;
        seen.add(uuid);
      }
    }
    expect(invalid).toBe(0);
    expect(seen.size).toBe(200_000);
  });

  test("differs from its neighbours in the first eight digits, by which people tell tasks apart", () => {
    const source = new UuidSource();
    const beginnings = new Set(Array.from({ length: 100_000 }, () => source.next().slice(0, 8)));
    expect(beginnings.size).toBe(100_000);
    const [first, second] = [source.next(), source.next()];
    expect(first.slice(0, 3)).not.toBe(second.slice(0, 3));
  });

  test("is known as this process's own, and another process's is not", () => {
    const here = new UuidSource();
    const elsewhere = new UuidSource();
    expect(here.made("")).toBe(false);
    expect(here.made(here.next())).toBe(true);
    expect(here.made(elsewhere.next())).toBe(false);
  });
});
