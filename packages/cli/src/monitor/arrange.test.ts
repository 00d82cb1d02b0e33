import { describe, expect, test } from "vitest";
import { type Arrangement, arrange } from "./arrange.js";
import { child, scope } from "./look-for-tests.js";

const members = [
  scope(1, "shop"),
  child(2, "prices", { ageMs: 50 }),
  child(3, "orders", { ageMs: 900, state: "cancelling" }),
  scope(4, "kitchen", { parent: 3, state: "joining", spawned: 12, ended: 2 }),
  child(5, "cook", { parent: 4, ageMs: 700, waitsFor: [{ for: "receive" }] }),
];

const names = (how: Arrangement) => arrange(members, how).map(({ member }) => member.name);

describe("arrange(members, how)", () => {
  test("shows the tree, each member below what it stands in", () => {
    const rows = arrange(members, { sort: "tree" });
    expect(rows.map(({ member, path }) => [member.name, path.map((isLast) => (isLast ? "└" : "├")).join("")])).toEqual([
      ["shop", "└"],
      ["prices", "└├"],
      ["orders", "└└"],
      ["kitchen", "└└└"],
      ["cook", "└└└└"],
    ]);
    expect(names({ sort: "tree", isReversed: true })).toEqual(["shop", "orders", "kitchen", "cook", "prices"]);
  });

  test("counts the children of scopes, with those that were not sent", () => {
    expect(arrange(members, { sort: "tree" }).map(({ living }) => living)).toEqual([2, 0, 1, 10, 0]);
  });

  test("sorts a list", () => {
    expect(names({ sort: "age" })).toEqual(["shop", "kitchen", "orders", "cook", "prices"]);
    expect(names({ sort: "age", isReversed: true })).toEqual(["prices", "cook", "orders", "kitchen", "shop"]);
    expect(names({ sort: "name" })).toEqual(["cook", "kitchen", "orders", "prices", "shop"]);
    expect(names({ sort: "state" })).toEqual(["orders", "kitchen", "shop", "prices", "cook"]);
    expect(names({ sort: "children" })).toEqual(["kitchen", "shop", "orders", "prices", "cook"]);
  });

  test("filters by words in anything that is shown; a tree keeps the outer ones, a list does not", () => {
    expect(names({ sort: "tree", filter: "ITEM channel" })).toEqual(["shop", "orders", "kitchen", "cook"]);
    expect(names({ sort: "name", filter: "running cook" })).toEqual(["cook"]);
    expect(names({ sort: "tree", filter: "nowhere" })).toEqual([]);
  });

  test("shows what stands in something that was not sent as if it stood in nothing", () => {
    expect(arrange([child(9, "orphan", { parent: 7 })], { sort: "tree" })).toMatchObject([{ path: [true] }]);
  });
});
