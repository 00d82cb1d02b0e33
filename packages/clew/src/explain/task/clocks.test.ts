import { describe, expect, it } from "vitest";
import { type Message, Parser } from "../../parse/index.js";
import { Clocks, createPathRoot, spansOf, toSpan, unsureSeconds } from "./index.js";

interface Call {
  readonly host: 0 | 1;
  /** When the caller calls, and how long the callee and the way there and back take. */
  readonly at: number;
  readonly takes: number;
  readonly way: number;
  /** How long the caller goes on after the answer; below 0 it does not wait for it. */
  readonly after: number;
}

/** A task of a caller on one host with calls of two others, whose clocks are ahead by so much. */
function taskOf(calls: readonly Call[], ahead: readonly [number, number], number = 0) {
  const parser = new Parser();
  const add = (task_level: number[], timestamp: number, fields: object) =>
    parser.add({ task_uuid: `task-${number}`, task_level, timestamp, ...fields } as Message);
  let end = 100 * number;
  add([1], end, { action_type: "web", action_status: "started", host: "web" });
  calls.forEach(({ host, at, takes, way, after }, i) => {
    const begins = 100 * number + at + way;
    const clock = ahead[host];
    add([i + 2, 1], begins + clock, { action_type: "store", action_status: "started", host: `store-${host}` });
    add([i + 2, 2], begins + takes + clock, { action_type: "store", action_status: "succeeded" });
    end = Math.max(end, begins + takes + way + after);
  });
  add([calls.length + 2], end, { action_type: "web", action_status: "succeeded" });
  const [tree] = parser.end();
  if (tree === undefined) throw new Error("no tree");
  return tree;
}

const PLACE = (host: string) => ({ by: undefined, where: [undefined, host, undefined] });

/** Tasks with a call of one host or the other, and at the end one that calls both, one after the other. */
function log(ahead: readonly [number, number]) {
  const call = (i: number): Call => ({
    host: i % 2 === 0 ? 0 : 1,
    at: 0.1,
    takes: 1 + (i % 5),
    way: 0.01 + 0.01 * (i % 3),
    after: 0,
  });
  const trees = Array.from({ length: 40 }, (_, i) => taskOf([call(i)], ahead, i));
  const [one, other] = [call(40), call(41)];
  return [...trees, taskOf([one, { ...other, at: 0.15 + 2 * one.way + one.takes }], ahead, 40)];
}

function learnt(trees: readonly ReturnType<typeof taskOf>[]): Clocks {
  const clocks = new Clocks();
  for (const tree of trees) clocks.learn(tree);
  return clocks;
}

describe("Clocks", () => {
  it.each([
    [3, -2],
    [-0.4, 0.4],
  ])("find how far hosts are ahead: %d s and %d s", (first, second) => {
    const clocks = learnt(log([first, second]));
    for (const [host, ahead] of [
      ["store-0", first],
      ["store-1", second],
    ] as const) {
      const { least = Number.NaN, most = Number.NaN } = clocks.offset(PLACE("web"), PLACE(host)) ?? {};
      expect(least).toBeLessThanOrEqual(ahead);
      expect(most).toBeGreaterThanOrEqual(ahead);
      expect(most - least).toBeLessThan(0.3);
    }
    expect(new Set(clocks.apart().map(({ ahead, of }) => [ahead, of].sort().join(" ")))).toEqual(
      new Set(["store-0 web", "store-1 web"]),
    );
  });

  it("are not apart where they agree, whatever ends a hair late", () => {
    const clocks = learnt(log([0.0005, 0]));
    expect(clocks.apart()).toEqual([]);
  });

  it("are not told from work that nobody waits for", () => {
    const trees = Array.from({ length: 20 }, (_, i) =>
      taskOf([{ host: 0, at: 0.1, takes: 1 + (i % 7), way: 0.01, after: -0.9 - (i % 7) }], [0, 0], i),
    );
    expect(learnt(trees).apart()).toEqual([]);
  });

  it("are not known where they jump about", () => {
    const trees = Array.from({ length: 20 }, (_, i) =>
      taskOf([{ host: 0, at: 0.1, takes: 1, way: 0.01, after: 0 }], [10 * (i % 4), 0], i),
    );
    expect(learnt(trees).offset(PLACE("web"), PLACE("store-0"))).toBeUndefined();
  });

  it("put what ran elsewhere where it ran", () => {
    const trees = log([3, -2]);
    const root = toSpan(trees[40] as (typeof trees)[0], createPathRoot(), { clocks: learnt(trees) });
    const [web, first, second] = root === undefined ? [] : [...spansOf(root)];
    if (web === undefined || first?.end === undefined || second === undefined) throw new Error("no spans");
    expect(Math.abs(first.start - web.start)).toBeLessThan(0.3);
    expect(Math.abs(second.start - first.end)).toBeLessThan(0.3);
    expect(unsureSeconds(web)).toBeLessThan(0.5);
  });
});
