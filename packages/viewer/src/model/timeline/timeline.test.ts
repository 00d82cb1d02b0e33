import { describe, expect, it } from "vitest";
import { RANK } from "../chart/run-state.js";
import { type Told, toldTask } from "../log-for-tests.js";
import { rowsOf } from "../tree-rows.js";
import { stretchOf } from "./stretch-of.js";
import { type ActionPicture, Timeline } from "./timeline.js";

function pictures(told: Told, fold: (type: string | undefined) => boolean = () => false) {
  const { tree, timing } = toldTask(told);
  const folded = new Set([...timing.actions.keys()].filter(({ actionType }) => fold(actionType)));
  const rows = rowsOf(tree, folded);
  const timeline = new Timeline(timing);
  return rows.map((_, i) => timeline.picture(rows, i));
}

const failed = { exception: "Error", reason: "no" };

describe("Timeline", () => {
  it("gives actions their stretch, messages their moment, and ticks for messages to the action around them", () => {
    const [root, note, inner] = pictures({
      type: "root",
      from: 0,
      to: 9,
      items: [
        { says: "note", at: 2 },
        { type: "inner", from: 3, to: 5, finish: failed },
      ],
    });
    expect(root).toMatchObject({ kind: "action", start: 0, end: 9, state: "succeeded", folded: false });
    expect([...(root as ActionPicture).ticks.starts]).toEqual([2]);
    expect(note).toMatchObject({ kind: "message", at: 2 });
    expect(inner).toMatchObject({ kind: "action", start: 3, end: 5, state: "failed" });
  });

  it("draws on a folded row all that is below it, a failure too", () => {
    const deep: Told = { type: "deep", from: 4, to: 5, finish: failed, items: [{ says: "note", at: 4.5 }] };
    const [, middle, ...more] = pictures(
      { type: "root", from: 0, to: 9, items: [{ type: "middle", from: 3, to: 8, items: [deep] }] },
      (type) => type === "middle",
    );
    expect(more).toEqual([]);
    const { folded, inner, ticks } = middle as ActionPicture;
    expect(folded).toBe(true);
    expect([...inner.starts, ...inner.ends, ...inner.states]).toEqual([4, 5, RANK.failed]);
    expect([...ticks.starts]).toEqual([4.5]);
  });

  it("leaves what has not ended open", () => {
    const [, open] = pictures({ type: "root", from: 0, to: 9, items: [{ type: "open", from: 3 }] });
    expect(open).toMatchObject({ state: "running", start: 3, end: undefined });
  });

  it("says of what was cancelled that it was, and not that it failed", () => {
    const finish = { exception: "Cancelled", reason: "cancelled", clew_cancel_source: "sibling" };
    const [, child] = pictures({ type: "root", from: 0, to: 9, items: [{ type: "child", from: 3, to: 4, finish }] });
    expect(child).toMatchObject({ state: "cancelled" });
  });

  it("leads from the end of an action to what came after it", () => {
    const late: Told["late"] = [
      { says: "note", at: 6 },
      { type: "late", from: 7, to: 8 },
    ];
    const [, , note, action] = pictures({
      type: "root",
      from: 0,
      to: 9,
      items: [{ type: "early", from: 1, to: 5, late }],
    });
    expect(note).toMatchObject({ kind: "message", lateAfter: 5 });
    expect(action).toMatchObject({ kind: "action", lateAfter: 5 });
  });

  it("places missing records between what stands around them", () => {
    const items: Told["items"] = [
      { says: "a", at: 2 },
      { lost: true },
      { lost: true },
      { says: "b", at: 6 },
      { lost: true },
    ];
    const gaps = pictures({ type: "root", from: 0, to: 9, items }).filter((picture) => picture?.kind === "gap");
    expect(gaps).toEqual([
      { kind: "gap", from: 2, to: 6 },
      { kind: "gap", from: 6, to: 9 },
    ]);
  });

  it("marks the critical path, and the long silences on it", () => {
    const [root, note, inner] = pictures({
      type: "root",
      from: 0,
      to: 100,
      items: [
        { says: "note", at: 1 },
        { type: "inner", from: 40, to: 99 },
      ],
    });
    const line = ({ critical }: ActionPicture) =>
      critical && [...critical.starts].map((start, i) => [start, critical.ends[i], critical.states[i]]);
    expect(line(root as ActionPicture)).toEqual([
      [0, 1, 0],
      [1, 40, 1],
      [99, 100, 0],
    ]);
    expect(line(inner as ActionPicture)).toEqual([[40, 99, 0]]);
    expect(note).not.toHaveProperty("critical");
  });

  it("puts the messages of a part that ran elsewhere on the clock of the task", () => {
    const remote: Told = { type: "eliot:remote_task", from: 101, to: 103, items: [{ says: "note", at: 102 }] };
    const [, part, note] = pictures({ type: "root", from: 0, to: 4, items: [remote] });
    expect(part).toMatchObject({ start: 2, end: 4, otherClock: true });
    expect(note).toMatchObject({ at: 3 });
  });
});

describe("stretchOf", () => {
  it("gives the time of the innermost of the rows, not of those around them", () => {
    const { tree, timing } = toldTask({
      type: "root",
      from: 0,
      to: 99,
      items: [
        {
          type: "outer",
          from: 10,
          to: 60,
          items: [
            { type: "inner", from: 20, to: 30 },
            { says: "note", at: 35 },
          ],
        },
        { type: "after", from: 70, to: 80 },
      ],
    });
    const rows = rowsOf(tree, new Set());
    const timeline = new Timeline(timing);
    expect(stretchOf(timeline, rows, { first: 0, end: 4 })).toEqual({ from: 20, to: 35 });
    expect(stretchOf(timeline, rows, { first: 2, end: 5 })).toEqual({ from: 20, to: 80 });
    expect(stretchOf(timeline, rows, { first: 0, end: 2 })).toBeUndefined();
  });
});
