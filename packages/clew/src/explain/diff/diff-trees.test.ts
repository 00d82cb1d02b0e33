import { describe, expect, it } from "vitest";
import { diffTrees } from "../index.js";
import { type Told, treesOf } from "../log-for-tests.js";

const order = (number: number, from: number, more: Partial<Told> = {}): Told => ({
  type: "order",
  from,
  to: from + 1,
  fields: { number, request_id: `${number}-${from}-4f2a99c1` },
  items: [
    { type: "charge", from: from + 0.1, to: from + 0.3 },
    { type: "save", from: from + 0.4, to: from + 0.6 },
  ],
  ...more,
});

const a = [order(1, 0), order(2, 2), order(3, 4)];
const diff = (b: readonly Told[]) => diffTrees(treesOf(...a), treesOf(...b));

describe("diffTrees", () => {
  it("takes other ids, times and another order of tasks for the same", async () => {
    expect(await diff([order(3, 100), order(1, 102), order(2, 104)])).toMatchObject({ same: true, pairedTasks: 3 });
  });

  it("names what is missing and what is extra", async () => {
    const without = order(2, 2, { items: [{ type: "charge", from: 2.1, to: 2.3 }] });
    expect((await diff([order(1, 0), without, order(3, 4)])).first).toMatchObject({
      kind: "missing",
      actionPath: ["order", "save"],
    });
    const { first } = await diffTrees(treesOf(order(1, 0), without, order(3, 4)), treesOf(...a));
    expect(first).toMatchObject({ kind: "extra", actionPath: ["order", "save"] });
  });

  it("names another outcome of two tasks of one log first, and no value that is another in every task", async () => {
    const of = (number: number, coupon: string, failed?: readonly [string, string]): Told => ({
      type: "order",
      from: number,
      to: number + 1,
      fields: { order: number, coupon },
      items: [{ type: "price", from: number, to: number + 0.5, ...(failed && { failed }) }],
      ...(failed && { failed }),
    });
    const [good, bad] = [of(1, "NONE"), of(2, "SPRING", ["TypeError", "no number"])];
    const around = Array.from({ length: 20 }, (_, i) => of(i, i % 4 === 0 ? "SPRING" : "NONE"));
    const fieldsOf = async (more: { readonly around?: ReturnType<typeof treesOf> }) => {
      const { first, differences } = await diffTrees(treesOf(good), treesOf(bad), more);
      return [first?.kind, ...differences.flatMap(({ field }) => field ?? [])];
    };
    expect(await fieldsOf({})).toEqual(["field", "order.order", "order.coupon"]);
    expect(await fieldsOf({ around: treesOf(...around) })).toEqual(["status", "order.coupon"]);
    // Of a few tasks it cannot be told.
    expect(await fieldsOf({ around: treesOf(...around.slice(0, 5)) })).toContain("order.order");
  });

  it("names a task that only one log has", async () => {
    expect((await diff([order(1, 0), order(3, 4)])).first).toMatchObject({
      kind: "missing",
      actionPath: ["order"],
      b: null,
    });
  });

  it("names the action that failed, not its parents", async () => {
    const failed = order(2, 2, {
      failed: ["Declined", "no funds"],
      items: [{ type: "charge", from: 2.1, to: 2.3, failed: ["Declined", "no funds"] }],
    });
    const { first, differences } = await diff([order(1, 0), failed, order(3, 4)]);
    expect(first).toMatchObject({
      kind: "status",
      actionPath: ["order", "charge"],
      values: { a: "succeeded", b: "failed" },
    });
    expect(differences.filter(({ kind }) => kind === "status")).toHaveLength(1);
  });

  it("names the value, not the branch that was taken because of it", async () => {
    const says = (budget: string, more: readonly Told[]): Told[] => [
      order(2, 2, { items: [{ says: "budget", at: 2.05, fields: { budget } }, ...more] }),
      order(1, 0),
    ];
    const { first } = await diffTrees(
      treesOf(...says("ok", [{ type: "search", from: 2.1, to: 2.2 }])),
      treesOf(...says("low", [])),
    );
    expect(first).toMatchObject({ kind: "field", field: "budget.budget", values: { a: "ok", b: "low" } });
  });

  it("tells another order of what ran one after the other", async () => {
    const swapped = order(2, 2, {
      items: [
        { type: "save", from: 2.1, to: 2.3 },
        { type: "charge", from: 2.4, to: 2.6 },
      ],
    });
    expect((await diff([order(1, 0), swapped, order(3, 4)])).first).toMatchObject({ kind: "order" });
  });

  it("takes another order of what ran side by side for the same", async () => {
    const both = (first: string, second: string): Told =>
      order(2, 2, {
        items: [
          { type: first, from: 2.1, to: 2.5 },
          { type: second, from: 2.2, to: 2.6 },
        ],
      });
    expect((await diffTrees(treesOf(both("x", "y")), treesOf(both("y", "x")))).same).toBe(true);
  });

  it("tells a duration that is several times as long, and none that is not", async () => {
    const slower = (seconds: number) =>
      order(2, 2, {
        items: [a[1]?.items?.[0] as Told, { type: "save", from: 2.4, to: 2.4 + seconds }],
        to: 2.8 + seconds,
      });
    expect((await diff([order(1, 0), slower(5), order(3, 4)])).first).toMatchObject({
      kind: "duration",
      actionPath: ["order", "save"],
    });
    expect((await diff([order(1, 0), slower(0.3), order(3, 4)])).same).toBe(true);
  });

  it("does not miss what a log that was cut off could not have", async () => {
    const { to: _to, ...open } = order(3, 4, { items: [{ type: "charge", from: 4.1, to: 4.3 }] });
    expect((await diff([order(1, 0), order(2, 2), open])).same).toBe(true);
  });
});
