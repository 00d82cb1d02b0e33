import fc from "fast-check";
import { describe, expect, test } from "vitest";
// The clock leaves the room only as the hub's; its laws need one of their own.
import { Clock, secondsText } from "./clock.js";

/** A clock over two hands that the test moves. */
function createClock(wallMs = 1_700_000_000_000) {
  const hands = { wallMs, monotonicMs: 100 };
  const clock = new Clock(
    () => hands.wallMs,
    () => hands.monotonicMs,
  );
  return {
    clock,
    /** Lets time pass, and gives the timestamp then; the wall clock may go another way. */
    pass(ms: number, wallByMs = ms): number {
      hands.monotonicMs += ms;
      hands.wallMs += wallByMs;
      return Number(clock.stamp().slice('],"timestamp":'.length));
    },
  };
}

describe("the clock of messages", () => {
  test("says seconds with six decimals", () => {
    const { clock, pass } = createClock();
    expect(clock.stamp()).toBe('],"timestamp":1700000000.000000');
    pass(1.25);
    expect(clock.stamp()).toBe('],"timestamp":1700000000.001250');
    pass(1000);
    expect(clock.stamp()).toBe('],"timestamp":1700000001.001250');
  });

  test("moves forward at once where the wall clock did, as after a sleep of the machine", () => {
    const { pass } = createClock();
    expect(pass(1500, 31_500)).toBe(1_700_000_031.5);
  });

  test("is never moved back by less than a minute: it runs slower until the wall clock has caught up", () => {
    const { pass } = createClock();
    let last = pass(1000);
    let longest = 0;
    pass(1, -29_999);
    for (let second = 0; second < 400; second++) {
      const now = pass(1000);
      expect(now).toBeGreaterThan(last);
      longest = Math.max(longest, now - last);
      last = now;
    }
    expect(longest).toBeLessThan(1.001);
    // 30 seconds at a tenth of the pace are made up within 300.
    expect(last).toBeCloseTo(1_700_000_000 + 1 + 400 - 29.999, 2);
  });

  test("takes the new time beyond a minute, in either direction, and tells of it once", () => {
    for (const byMs of [-3_600_000, 3_600_000]) {
      const { clock, pass } = createClock();
      const jumps: unknown[] = [];
      clock.onJump = (jump) => jumps.push(jump);
      pass(500);
      const after = pass(1000, byMs);
      expect(after).toBeCloseTo(1_700_000_000.5 + byMs / 1000, 3);
      pass(2000);
      expect(jumps).toEqual([{ from: 1_700_000_001.5, to: 1_700_000_000.5 + byMs / 1000 }]);
    }
  });

  test("gives whoever is told of a jump a time before its own", () => {
    const { clock, pass } = createClock();
    const told: number[] = [];
    clock.onJump = () => told.push(pass(0.25));
    expect(pass(1000, 90_000)).toBe(told[0]);
  });

  test("never goes backwards, however the wall clock is moved within a minute of it", () => {
    // Small steps and small setbacks too: they are made up for between two looks at the wall clock.
    const ms = fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 60 }));
    const moved = fc.oneof(
      fc.constant(0),
      fc.integer({ min: -20_000, max: 20_000 }),
      fc.integer({ min: -40, max: 40 }),
    );
    const steps = fc.array(fc.tuple(ms, moved), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (moves) => {
        const { clock, pass } = createClock();
        let hasJumped = false;
        clock.onJump = () => {
          hasJumped = true;
        };
        let last = 0;
        for (const [ms, moved] of moves) {
          const now = pass(ms, ms + moved);
          if (!hasJumped) expect(now).toBeGreaterThanOrEqual(last);
          hasJumped = false;
          last = now;
        }
      }),
    );
  });

  test("takes no step back in the moment in which it has caught up", () => {
    const { pass } = createClock();
    pass(1000);
    pass(1000, 995);
    // 5 milliseconds at a tenth of the pace are made up within 50.
    let last = pass(1);
    for (let step = 0; step < 100; step++) {
      const now = pass(1);
      expect(now).toBeGreaterThan(last);
      last = now;
    }
  });

  test("shows the new time from the report of a jump on, in the same millisecond too", () => {
    // The look at the wall clock then falls into the middle of a millisecond.
    const { clock, pass } = createClock(1_700_000_000_000.5);
    const told: number[] = [];
    clock.onJump = () => told.push(pass(0));
    pass(999.9);
    pass(0.2, -3_600_000);
    expect(told[0]).toBeLessThan(1_700_000_000);
  });

  test("goes on where the monotonic clock begins again, as that of fake timers does", () => {
    const { clock, pass } = createClock();
    const before = pass(1_700.5);
    const after = pass(-1_750, 0.25);
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after).toBeCloseTo(before, 2);
    expect(pass(0.5)).toBeGreaterThan(after);
    expect(clock.stamp()).toMatch(/\.[0-9]{6}$/);
  });

  test("measures durations by the monotonic clock alone", () => {
    const { clock, pass } = createClock();
    pass(0);
    const started = clock.monotonicUs;
    pass(250, -3_600_000);
    expect(secondsText(clock.monotonicUs - started)).toBe("0.250000");
  });
});

describe("secondsText(microseconds)", () => {
  test("is the JSON number of the seconds", () => {
    for (const [microseconds, text] of [
      [0, "0.000000"],
      [7, "0.000007"],
      [999_999, "0.999999"],
      [1_000_000, "1"],
      [61_500_000, "61.5"],
    ] as const) {
      expect(secondsText(microseconds)).toBe(text);
      expect(Number(secondsText(microseconds))).toBe(microseconds / 1e6);
    }
  });
});

describe("Clock on workerd", () => {
  test("is right from the first message on, and tells of no jump", () => {
    let [wall, monotonic] = [1_795_879_719_000, 0];
    const clock = new Clock(
      () => wall,
      () => monotonic,
    );
    const jumps: unknown[] = [];
    clock.onJump = (jump) => void jumps.push(jump);
    // In a request both count from the epoch.
    wall += 5_000;
    monotonic = wall;
    expect(clock.stamp()).toBe('],"timestamp":1795879724.000000');
    wall += 1_500;
    monotonic += 1_500;
    expect(clock.stamp()).toBe('],"timestamp":1795879725.500000');
    expect(jumps).toEqual([]);
  });
});
