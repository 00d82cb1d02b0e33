import { describe, expect, it } from "vitest";
import { type Told, toldTask } from "../log-for-tests.js";
import { rowsOf } from "../tree-rows.js";
import { linksOf } from "./links.js";
import { type Branch, type Trunk, Trunks } from "./trunks.js";

function linked(told: Told) {
  const { tree, timing } = toldTask(told);
  return linksOf(tree, timing);
}

const cancelled = (by: string) => ({
  exception: "Cancelled",
  reason: "stop",
  clew_cancel_source: "sibling",
  clew_cancelled_by: by,
});

describe("linksOf", () => {
  it("leads from the end of what was followed to the start of what followed", () => {
    const { inside } = linked({
      type: "root",
      from: 0,
      to: 9,
      items: [
        { type: "a", from: 1, to: 3 },
        { type: "b", from: 5, to: 6, fields: { clew_follows_from: ["t@/2"] } },
      ],
    });
    expect(
      inside.map(({ kind, from, to }) => [kind, from.action.actionType, from.time, to.action.actionType, to.time]),
    ).toEqual([["follows", "a", 3, "b", 5]]);
  });

  it("leads from a sibling's finish, or from the message that cancelled, to the end of what was cancelled", () => {
    const { inside } = linked({
      type: "scope",
      from: 0,
      to: 9,
      items: [
        { type: "failing", from: 1, to: 3, finish: { exception: "Error", reason: "no" } },
        { type: "sibling", from: 1, to: 4, finish: cancelled("t@/2/2") },
        { says: "clew:cancel", at: 5 },
        { type: "other", from: 1, to: 6, finish: cancelled("t@/4") },
      ],
    });
    expect(
      inside.map(({ kind, from, to }) => [kind, from.action.actionType, from.time, to.action.actionType, to.time]),
    ).toEqual([
      ["cancels", "failing", 3, "sibling", 4],
      ["cancels", "scope", 5, "other", 6],
    ]);
  });

  it("keeps the place of what was followed in another task, and leaves out what is no place", () => {
    const { inside, foreign } = linked({
      type: "root",
      from: 0,
      to: 1,
      fields: { clew_follows_from: ["u@/2", "nonsense", 7, "t@/99/1"] },
    });
    expect(inside).toEqual([]);
    expect(foreign).toMatchObject([{ taskUuid: "u", level: "/2", to: { time: 0 } }]);
  });
});

describe("Trunks", () => {
  const children = Array.from(
    { length: 1000 },
    (_, i): Told => ({ type: `child${i}`, from: 1, to: 4 + i / 1000, finish: cancelled("t@/2/2") }),
  );
  const { tree, timing } = toldTask({
    type: "root",
    from: 0,
    to: 9,
    items: [
      { type: "failing", from: 1, to: 3, finish: { exception: "Error", reason: "no" } },
      { type: "group", from: 1, to: 8, items: children },
    ],
  });
  const { inside } = linksOf(tree, timing);
  const seen = (trunks: Trunks, first: number, last: number) => {
    const found: { trunk: Trunk; branches: readonly Branch[] }[] = [];
    trunks.visit(first, last, (trunk, branches) => found.push({ trunk, branches }));
    return found;
  };

  it("draws a cancel of many as one trunk, with the branches of the rows that are seen", () => {
    const trunks = new Trunks(inside, rowsOf(tree, new Set()), timing);
    expect(trunks.length).toBe(1);
    const [found] = seen(trunks, 500, 509);
    expect(found?.trunk).toMatchObject({ kind: "cancels", row: 1, time: 3 });
    expect(found?.branches.map(({ row }) => row)).toEqual([500, 501, 502, 503, 504, 505, 506, 507, 508, 509]);
    expect(seen(trunks, 2000, 2010)).toEqual([]);
  });

  it("points at the row that the cancelled are folded into", () => {
    const group = [...timing.actions.keys()].find(({ actionType }) => actionType === "group");
    const trunks = new Trunks(inside, rowsOf(tree, new Set(group === undefined ? [] : [group])), timing);
    expect(seen(trunks, 0, 9)[0]?.branches.every(({ row }) => row === 2)).toBe(true);
  });

  it("has nothing to point at where all is folded into one row", () => {
    const trunks = new Trunks(inside, rowsOf(tree, new Set([tree.root])), timing);
    expect(trunks.length).toBe(0);
  });
});
