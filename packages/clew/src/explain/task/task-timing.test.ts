import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TaskTiming, toTaskTiming } from "../index.js";
import { type Told, treesOf } from "../log-for-tests.js";

async function timed(task: Told): Promise<TaskTiming> {
  for await (const tree of treesOf(task)) return toTaskTiming(tree);
  throw new Error("the task has no tree");
}

const stretches = (list: TaskTiming["criticalPath"]) =>
  list.map(({ action, from, to }) => `${action.actionType} ${from}-${to}`);

describe("toTaskTiming", () => {
  it("gives the critical path as stretches in the order of time", async () => {
    const items: Told[] = [
      { type: "short", from: 1, to: 4 },
      { type: "long", from: 1, to: 6 },
    ];
    const { criticalPath } = await timed({ type: "root", from: 0, to: 7, items });
    expect(stretches(criticalPath)).toEqual(["root 0-1", "long 1-6", "root 6-7"]);
  });

  it("moves a part in another process to where its parent waited, and says by how much", async () => {
    const items: Told[] = [
      { type: "eliot:remote_task", from: 101, to: 103, items: [{ type: "inner", from: 101, to: 102 }] },
    ];
    const { actions, from, to } = await timed({ type: "root", from: 0, to: 4, items });
    const [, remote, inner] = [...actions.values()];
    expect(remote).toMatchObject({ start: 2, end: 4, shift: -99, otherClock: true });
    expect(inner).toMatchObject({ start: 2, end: 3, shift: -99, otherClock: false });
    expect([from, to]).toEqual([0, 4]);
  });

  it("reaches to what came after the end of the root", async () => {
    const items: Told[] = [{ type: "late", from: 1, to: 50 }];
    expect(await timed({ type: "root", from: 0, to: 2, items })).toMatchObject({ from: 0, to: 50 });
  });

  it("names the silences on the critical path", async () => {
    const { silences } = await timed({ type: "root", from: 0, to: 6, items: [{ says: "ready", at: 1 }] });
    expect(stretches(silences)).toEqual(["root 0-1", "root 1-6"]);
  });

  it("has no critical path for a task that has not ended", async () => {
    expect(await timed({ type: "root", from: 0, items: [{ type: "a", from: 1, to: 2 }] })).toMatchObject({
      criticalPath: [],
      silences: [],
      to: 2,
    });
  });

  it("covers the time of an ended task once, whatever ran in it", async () => {
    const bare = fc.record({
      from: fc.integer({ min: 0, max: 40 }),
      took: fc.integer({ min: 0, max: 40 }),
      ended: fc.boolean(),
    });
    const told = (items: fc.Arbitrary<Told[]>) =>
      fc
        .tuple(bare, items)
        .map(([{ from, took, ended }, items]): Told => ({ type: "a", from, items, ...(ended && { to: from + took }) }));
    const leaves = fc.array(told(fc.constant([])), { maxLength: 3 });
    const tree = fc.array(told(fc.array(told(leaves), { maxLength: 3 })), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(tree, async (items) => {
        const { criticalPath } = await timed({ type: "root", from: 0, to: 60, items });
        let at = 0;
        for (const { from, to } of criticalPath) {
          expect(from).toBe(at);
          at = to;
        }
        expect(at).toBe(60);
      }),
    );
  });
});
