import { readFileSync } from "node:fs";
import { readScHistory } from "@clew/log/recording";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RANK } from "../chart/run-state.js";
import { toldTask } from "../log-for-tests.js";
import { type Lane, lanesIn } from "./lane.js";
import { LaneRows } from "./lane-rows.js";
import { type LaneView, laneRuns } from "./lane-runs.js";
import { lanesOfHistory } from "./lanes-of-history.js";
import { lanesOfTasks } from "./lanes-of-tasks.js";

const scope = { clew_kind: "scope" };
const child = (of: string) => ({ clew_kind: "child", clew_scope: of });

const drawn = (lanes: LaneRows) =>
  lanes.rows.map(({ lane, depth }) => `${"  ".repeat(depth)}${lane.kind} ${lane.name}`);
const rowsOfAll = (roots: readonly Lane[], hideDirectScopes = false) =>
  new LaneRows(roots, { folded: new Set(), hideDirectScopes });

describe("lanesOfTasks", () => {
  it("puts children into the scope that their start names, wherever they were spawned", () => {
    const task = toldTask({
      type: "root",
      from: 0,
      to: 9,
      items: [
        {
          type: "outer",
          from: 1,
          to: 8,
          fields: scope,
          items: [
            { type: "a", from: 2, to: 3, fields: child("t@/2") },
            { type: "work", from: 3, to: 7, items: [{ type: "b", from: 4, to: 6, fields: child("t@/2") }] },
            {
              type: "inner",
              from: 4,
              to: 5,
              fields: scope,
              items: [{ type: "c", from: 4, to: 5, fields: child("t@/2/4") }],
            },
          ],
        },
      ],
    });
    const forest = lanesOfTasks([task]);
    expect(drawn(rowsOfAll(forest.roots))).toEqual([
      "scope outer",
      "  child a",
      "  child b",
      "  scope inner",
      "    child c",
    ]);
    expect(forest).toMatchObject({ scopes: 2, children: 3, clock: "time", from: 0, to: 9 });
    expect(drawn(rowsOfAll(forest.roots, true))).toEqual(["scope outer", "  child a", "  child b", "  child c"]);
  });

  it("tells the failed from the cancelled, and marks deadlines and cancels", () => {
    const stopped = { exception: "Cancelled", reason: "stop", clew_cancel_source: "deadline" };
    const task = toldTask({
      type: "s",
      from: 0,
      to: 9,
      fields: scope,
      finish: { exception: "TimeoutError", reason: "late" },
      items: [
        { type: "a", from: 0, to: 8, fields: child("t@/"), finish: stopped },
        { says: "clew:deadline", at: 7 },
        {
          type: "b",
          from: 0,
          fields: child("t@/"),
          items: [{ says: "clew:cancel", at: 6, fields: { reason: "enough" } }],
        },
      ],
    });
    const [s] = lanesOfTasks([task]).roots;
    expect(s).toMatchObject({ state: "failed", marks: [{ kind: "deadline", at: 7 }] });
    expect(s?.children).toMatchObject([
      { state: "cancelled", cancelSource: "deadline" },
      { state: "running", end: undefined, marks: [{ kind: "cancel", at: 6, text: "cancel: enough" }] },
    ]);
  });

  it("leaves out scopes in which nobody was, unless something happened to them or there are no others", () => {
    const idle = (from: number, says: readonly { readonly says: string; readonly at: number }[] = []) =>
      ({ type: "idle", from, to: from + 1, fields: scope, items: says }) as const;
    const task = toldTask({
      type: "s",
      from: 0,
      to: 9,
      fields: scope,
      items: [
        { type: "a", from: 1, to: 2, fields: child("t@/") },
        { type: "b", from: 1, to: 2, fields: child("t@/") },
        idle(3),
        idle(5, [{ says: "clew:deadline", at: 5.5 }]),
      ],
    });
    const { roots } = lanesOfTasks([task]);
    expect(drawn(rowsOfAll(roots, true))).toEqual(["scope s", "  child a", "  child b", "  scope idle"]);
    expect(drawn(rowsOfAll(roots))).toHaveLength(5);
    const alone = lanesOfTasks([toldTask(idle(0))]);
    expect(drawn(rowsOfAll(alone.roots, true))).toEqual(["scope idle"]);
  });

  it("puts each of several tasks into a lane of its own, and leaves out those without scopes", () => {
    const one = toldTask({
      type: "s",
      from: 5,
      to: 9,
      fields: scope,
      items: [{ type: "a", from: 6, to: 7, fields: child("t@/") }],
    });
    const two = toldTask({
      type: "r",
      from: 1,
      to: 2,
      fields: scope,
      items: [{ type: "b", from: 1, to: 2, fields: child("t@/") }],
    });
    const { roots, from, to } = lanesOfTasks([one, toldTask({ type: "plain", from: 0, to: 99 }), two]);
    expect(drawn(rowsOfAll(roots, true))).toEqual(["task r t", "  child b", "task s t", "  child a"]);
    expect([from, to]).toEqual([1, 9]);
    expect(lanesOfTasks([]).roots).toEqual([]);
  });
});

describe("lanesOfHistory", () => {
  const recorded = (name: string) => {
    const read = readScHistory(
      readFileSync(new URL(`../../../../../fixtures/trio-vis/0.1.0/${name}.json`, import.meta.url), "utf8"),
    );
    if (!read.ok) throw new Error(read.reason);
    return lanesOfHistory(read.history);
  };

  it.each([
    ["happy-eyeball", 6, 8, 0],
    ["own-cancel", 7, 10, 1],
    ["own-nested", 9, 14, 2],
  ])("shows %s whole", (name, children, scopes, findings) => {
    const forest = recorded(name);
    expect(forest).toMatchObject({ children, scopes, clock: "events", hideDirectScopes: true });
    expect(forest.findings).toHaveLength(findings);
    expect([...lanesIn(forest.roots)]).toHaveLength(children + scopes);
  });

  it("leaves out the scopes that trio-vis puts around each task, until they are asked for", () => {
    const { roots } = recorded("happy-eyeball");
    expect(drawn(rowsOfAll(roots, true)).filter((text) => text.includes("attempt"))).toEqual(
      [0, 1, 2, 3].map((i) => `        child attempt-${i}`),
    );
    expect(rowsOfAll(roots).rows).toHaveLength(14);
  });
});

describe("LaneRows", () => {
  const grow = (lane: Partial<Lane>): Lane => ({
    kind: "child",
    name: "a",
    parent: undefined,
    children: [],
    start: 0,
    end: 1,
    state: "succeeded",
    marks: [],
    cancelSource: undefined,
    action: undefined,
    ...lane,
  });

  it("outlines a scope over all rows in it, and draws on its row what is folded into it", () => {
    const inner = grow({ kind: "scope", name: "inner", children: [grow({ state: "failed" }), grow({})] });
    const outer = grow({ kind: "scope", name: "outer", children: [grow({}), inner, grow({})] });
    const open = rowsOfAll([outer]);
    expect([...open.outlines.starts, ...open.outlines.ends]).toEqual([0, 2, 5, 4]);
    const folded = new LaneRows([outer], { folded: new Set([inner]), hideDirectScopes: false });
    expect(folded.rows).toHaveLength(4);
    expect([...(folded.rows[2]?.folded?.line.states ?? [])].sort()).toEqual([RANK.succeeded, RANK.failed]);
    expect(folded.indexOf(inner)).toBe(2);
  });

  it("keeps the marks of a scope that is hidden", () => {
    const mark = { kind: "deadline", at: 1, text: "deadline passed" } as const;
    const direct = grow({ kind: "scope", marks: [mark], children: [grow({ name: "only" })] });
    expect(rowsOfAll([direct], true).rows).toMatchObject([{ lane: { name: "only" }, marks: [mark] }]);
  });
});

describe("laneRuns", () => {
  const state = fc.constantFrom("succeeded", "failed", "cancelled", "running" as const);
  const lane = fc
    .tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }), state)
    .map(
      ([start, took, state]): Lane => ({
        kind: "child",
        name: "a",
        parent: undefined,
        children: [],
        start,
        end: state === "running" ? undefined : start + took,
        state,
        marks: [],
        cancelSource: undefined,
        action: undefined,
      }),
    );

  it("shows every child that failed, however thin the rows are", () => {
    fc.assert(
      fc.property(
        fc.array(lane, { maxLength: 60 }),
        fc.double({ min: 0.01, max: 30, noNaN: true }),
        (roots, rowHeight) => {
          const lanes = rowsOfAll(roots);
          const view: LaneView = {
            window: { from: 0, to: 200 },
            width: 100,
            rowHeight,
            first: 0,
            end: roots.length,
            until: 200,
          };
          const found: { state: number; x0: number; x1: number; row: number; rows: number }[] = [];
          laneRuns(lanes, view, (state, x0, x1, row, rows) => found.push({ state, x0, x1, row, rows }));
          for (const [i, { start, state }] of roots.entries()) {
            const covers = found.some(
              (run) =>
                run.state === RANK[state] &&
                run.row <= i &&
                i < run.row + run.rows &&
                run.x0 <= start / 2 + 1e-9 &&
                run.x1 >= start / 2,
            );
            expect(covers).toBe(true);
          }
        },
      ),
    );
  });

  it("has no more rectangles than can be drawn in a frame", () => {
    const roots = Array.from({ length: 60_000 }, (_, i): Lane => {
      const start = (i * 7919) % 100_000;
      return { ...(fc.sample(lane, { numRuns: 1, seed: 1 })[0] as Lane), start, end: start + 1, state: "succeeded" };
    });
    let count = 0;
    const view = {
      window: { from: 0, to: 100_000 },
      width: 2000,
      rowHeight: 0.05,
      first: 0,
      end: 60_000,
      until: 100_000,
    };
    laneRuns(rowsOfAll(roots), view, () => count++);
    expect(count).toBeGreaterThan(1000);
    expect(count).toBeLessThanOrEqual(20_000);
  });
});
