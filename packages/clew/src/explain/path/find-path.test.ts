import { describe, expect, it } from "vitest";
import type { WrittenNode } from "../../parse/index.js";
import { findPath } from "../index.js";
import { type Told, treesOf } from "../log-for-tests.js";

const isType = (type: string) => (node: WrittenNode) =>
  node.kind === "message" ? node.messageType === type : node.actionType === type;

/** Orders of which every third has a gift, by a rule that each test gives. */
const orders = (count: number, order: (i: number) => Pick<Told, "fields" | "items">) =>
  treesOf(...Array.from({ length: count }, (_, i): Told => ({ type: "order", from: i, to: i + 0.9, ...order(i) })));
const wrap = (i: number): Told => ({ type: "wrap", from: i + 0.5, to: i + 0.6 });

describe("findPath", () => {
  it("names the field of the place that decides, and counts both ways", async () => {
    const trees = orders(60, (i) => ({
      fields: { gift: i % 3 === 0, id: `o${i}` },
      items: i % 3 === 0 ? [wrap(i)] : [],
    }));
    const { matched, population, setApart, partedAt, example } = await findPath(trees, { matches: isType("wrap") });
    expect({ matched, population }).toEqual({ matched: 20, population: 60 });
    expect(setApart).toMatchObject([{ field: "order.gift", value: true, inThese: 1, inOthers: 0 }]);
    expect(partedAt).toEqual({ actionPath: ["order"], after: null });
    expect(example).toMatchObject({ taken: { taskUuid: "t1" }, notTaken: { taskUuid: "t2" } });
  });

  it("names a message that came before it, and where the ways part", async () => {
    const trees = orders(60, (i) => ({
      items: i % 3 === 0 ? [{ says: "asked", at: i + 0.1 }, wrap(i)] : [{ says: "looked", at: i + 0.1 }],
    }));
    const { setApart, partedAt } = await findPath(trees, { matches: isType("wrap") });
    expect(setApart[0]).toMatchObject({ field: "asked", value: true });
    expect(partedAt?.after).toEqual({ taskLevel: [2], type: "asked" });
  });

  it("names how a step before it ended", async () => {
    const trees = orders(60, (i) => ({
      items: [
        i % 3 === 0
          ? { type: "card", from: i, to: i + 0.2, failed: ["Declined", "no money"] }
          : { type: "card", from: i, to: i + 0.2 },
        ...(i % 3 === 0 ? [wrap(i)] : []),
      ],
    }));
    const { setApart } = await findPath(trees, { matches: isType("wrap") });
    expect(setApart[0]).toMatchObject({ field: "card.action_status", value: "failed" });
  });

  it("names nothing that is only known afterwards", async () => {
    const trees = orders(60, (i) => ({
      items: i % 3 === 0 ? [wrap(i), { says: "wrapped", at: i + 0.7, fields: { paper: "red" } }] : [],
    }));
    expect((await findPath(trees, { matches: isType("wrap") })).setApart).toEqual([]);
  });

  it("names nothing where it was taken always or never", async () => {
    const always = await findPath(
      orders(20, (i) => ({ items: [wrap(i)] })),
      { matches: isType("wrap") },
    );
    expect(always).toMatchObject({ matched: 20, population: 20, setApart: [] });
    const never = await findPath(
      orders(20, () => ({})),
      { matches: isType("wrap") },
    );
    expect(never).toMatchObject({ matched: 0, population: 0, setApart: [], partedAt: undefined });
  });
});
