import { describe, expect, it } from "vitest";
import { sinceWhen } from "./since.js";

/** A task each second; those of these seconds failed. */
const tasks = (seconds: number, failed: (second: number) => boolean) =>
  Array.from({ length: seconds }, (_, time) => ({ time, failed: failed(time) }));

describe("sinceWhen", () => {
  it("names the first task of those that fail", () => {
    const since = sinceWhen(tasks(100, (second) => second >= 60));
    expect(since?.time).toBe(60);
    expect(since?.confidence).toBeGreaterThan(0.99);
  });

  it("names the moment although some failed before it", () => {
    expect(sinceWhen(tasks(200, (second) => second % 25 === 0 || (second > 120 && second % 2 === 0)))?.time).toBe(122);
  });

  it("names no moment where failures are spread evenly", () => {
    expect(sinceWhen(tasks(200, (second) => second % 5 === 0))).toBeUndefined();
  });

  it("names no moment from which twice as many fail, however sure that is", () => {
    expect(sinceWhen(tasks(4000, (second) => second % (second < 2000 ? 10 : 5) === 0))).toBeUndefined();
  });

  it("names no moment where fewer fail after it than before", () => {
    expect(sinceWhen(tasks(100, (second) => second < 60))).toBeUndefined();
  });

  it("names no moment from fewer than five failures, nor where fewer than five got through", () => {
    expect(sinceWhen(tasks(100, (second) => second >= 96))).toBeUndefined();
    expect(sinceWhen(tasks(100, (second) => second >= 4))).toBeUndefined();
    expect(sinceWhen([])).toBeUndefined();
  });
});
