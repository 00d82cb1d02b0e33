import { describe, expect, test } from "vitest";
// A process has one source, which does not leave the room; the law is about many.
import { createTaskUuid, UuidSource } from "./task-uuid.js";

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function timeOf(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 13).replace("-", ""), 16);
}

/** A source whose clocks a test moves. */
function sourceAt(milliseconds: number) {
  const at = { milliseconds, monotonicUs: 0 };
  const source = new UuidSource({ milliseconds: () => at.milliseconds, monotonicUs: () => at.monotonicUs });
  const move = (ms: number, us = Math.max(1000, 1000 * ms)) => {
    at.milliseconds += ms;
    at.monotonicUs += us;
  };
  return { source, move };
}

describe("a task's UUID", () => {
  test("is a valid UUID of version 7, and no other task of a thousand processes has it", () => {
    const seen = new Set<string>();
    let invalid = 0;
    for (let process = 0; process < 1000; process++) {
      const source = new UuidSource();
      for (let i = 0; i < 200; i++) {
        const uuid = source.next();
        if (!UUID_V7.test(uuid)) invalid++;
        seen.add(uuid);
      }
    }
    expect(invalid).toBe(0);
    expect(seen.size).toBe(200_000);
  });

  test("begins with the millisecond in which it was made", () => {
    const { source, move } = sourceAt(1_795_385_414_527);
    expect(timeOf(source.next())).toBe(1_795_385_414_527);
    expect(source.next().slice(0, 18)).toBe("01a2054f-537f-7001");
    move(1);
    expect(source.next().slice(0, 18)).toBe("01a2054f-5380-7000");
  });

  test("sorts behind those that were made before, also beyond what a millisecond has numbers for", () => {
    const { source } = sourceAt(1_795_385_414_527);
    const uuids = Array.from({ length: 10_000 }, () => source.next());
    expect(new Set(uuids).size).toBe(10_000);
    expect([...uuids].sort()).toEqual(uuids);
    expect(timeOf(uuids.at(-1) as string) - 1_795_385_414_527).toBe(2);
  });

  test("sorts behind them where the clock is set back a little, and follows it where it is set back further", () => {
    const { source, move } = sourceAt(1_795_385_414_527);
    const before = source.next();
    move(-59_000);
    const after = source.next();
    expect(after > before).toBe(true);
    move(-3_600_000);
    expect(timeOf(source.next())).toBe(1_795_385_414_527 - 3_659_000);
  });

  test.each([0, 2 ** 48 - 1])("is a UUID whatever the clock shows: %d", (now) => {
    expect(sourceAt(now).source.next()).toMatch(UUID_V7);
  });

  test("knows the time also of a task that comes after a long silence, and of one to which nobody listens", () => {
    const { source, move } = sourceAt(1_795_385_414_527);
    source.next();
    move(86_400_000);
    expect(timeOf(source.next())).toBe(1_795_385_414_527 + 86_400_000);
    const from = Date.now();
    const time = timeOf(createTaskUuid());
    expect(time).toBeGreaterThanOrEqual(from);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  test("is known as this process's own, and another process's is not", () => {
    const here = new UuidSource();
    const elsewhere = new UuidSource();
    expect(here.made("")).toBe(false);
    expect(here.made(here.next())).toBe(true);
    expect(here.made(elsewhere.next())).toBe(false);
  });
});
