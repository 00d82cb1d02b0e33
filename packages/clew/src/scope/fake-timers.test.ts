import { mock } from "node:test";
import "clew";
import { failAfter, sleep, TimeoutError } from "clew/scope";
import { afterEach, describe, expect, test, vi } from "vitest";

const realSetTimeout = setTimeout;

afterEach(() => {
  mock.timers.reset();
  vi.useRealTimers();
});

describe("timers under a fake clock", () => {
  test("that were left behind hold up nobody once the real clock is back", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    let leftBehind = false;
    void sleep(1).then(() => {
      leftBehind = true;
    });
    mock.timers.reset();
    await sleep(2);
    expect(leftBehind).toBe(false);
  });

  test("move with its ticks, where it leaves the monotonic clock alone", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const order: string[] = [];
    const slept = [sleep(2_000).then(() => order.push("late")), sleep(1_000).then(() => order.push("early"))];
    mock.timers.tick(1_000);
    await slept[1];
    expect(order).toEqual(["early"]);
    mock.timers.tick(1_000);
    await slept[0];
  });

  test("move with the ticks of one that fakes the monotonic clock too", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    const failed = failAfter(5_000, () => sleep(60_000)).catch((error: unknown) => error);
    vi.advanceTimersByTime(5_000);
    expect(await failed).toBeInstanceOf(TimeoutError);
  });

  test("set under the real one still fire there", async () => {
    const slept = sleep(5);
    mock.timers.enable({ apis: ["setTimeout"] });
    await Promise.race([slept, new Promise((_, reject) => realSetTimeout(() => reject(new Error("asleep")), 2_000))]);
  });
});
