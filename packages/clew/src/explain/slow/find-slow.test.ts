import { describe, expect, it } from "vitest";
import { findSlow } from "../index.js";
import { type Told, treesOf } from "../log-for-tests.js";

const spent = async (...tasks: readonly Told[]) =>
  Object.fromEntries(
    (await findSlow(treesOf(...tasks))).actions.map(({ actionPath, criticalSelfSeconds }) => [
      actionPath.join(" "),
      Math.round(criticalSelfSeconds * 1000) / 1000,
    ]),
  );

describe("findSlow", () => {
  it("counts only the child that was waited for, of those that ran side by side", async () => {
    const items: Told[] = [
      { type: "short", from: 1, to: 4 },
      { type: "long", from: 1, to: 6 },
    ];
    expect(await spent({ type: "root", from: 0, to: 7, items })).toEqual({ "root long": 5, root: 2 });
  });

  it("counts no child that its scope did not wait for, however it ended", async () => {
    const beat = (fields: object, finish: object): Told => ({
      type: "heartbeat",
      from: 0,
      to: 6,
      fields: { ...fields },
      finish: { ...finish },
      failed: ["Cancelled", "it has ended"],
    });
    const work: Told = { type: "work", from: 0, to: 5 };
    const root = (daemon: Told): Told => ({ type: "root", from: 0, to: 6, items: [daemon, work] });
    expect(await spent(root(beat({ clew_awaited: false }, {})))).toEqual({ "root work": 5, root: 1 });
    expect(await spent(root(beat({}, { clew_cancel_source: "end" })))).toEqual({ "root work": 5, root: 1 });
    expect(await spent(root(beat({}, { clew_cancel_source: "sibling" })))).toMatchObject({ "root heartbeat": 6 });
  });

  it("says of a field once that it tells the slow from the others, however many of its values do", async () => {
    const tasks = Array.from({ length: 300 }, (_, i): Told => {
      const shard = i % 10;
      return {
        type: "query",
        from: 0,
        to: (shard < 3 ? 9 : shard > 6 ? 3 : 1) * (1 + (i % 7) / 100),
        fields: { shard },
      };
    });
    const { actions } = await findSlow(treesOf(...tasks));
    const fields = actions[0]?.setApart.map((entry) => ("field" in entry ? entry.field : ""));
    expect(fields).toEqual(["query.shard"]);
  });

  it("names what leads to a path that is slow wherever it is reached", async () => {
    const tasks = Array.from({ length: 120 }, (_, i): Told => {
      const region = i % 4 === 0 ? "islands" : ["north", "south"][i % 2];
      const items = 1 + ((i >> 2) % 4);
      const asked = region === "islands" ? items : 0;
      const asks = Array.from({ length: asked }, (_, n): Told => ({ type: "customs.ask", from: n, to: n + 1 }));
      const fields = { region, items };
      return { type: "order", from: 0, to: asked + 0.1 + (i % 7) / 100, fields, items: asks };
    });
    const { actions } = await findSlow(treesOf(...tasks));
    expect(actions[0]?.actionPath).toEqual(["order", "customs.ask"]);
    const islands = { field: "order.region", value: "islands", inThese: 1, inOthers: 0 };
    expect(actions[0]?.reachedWith).toMatchObject(islands);
    expect(actions[1]).toMatchObject({ actionPath: ["order"], reachedWith: undefined });
  });

  it("follows what a limiter held up to the work that it waited for", async () => {
    const items: Told[] = [
      { type: "a", from: 0, to: 3 },
      { type: "b", from: 0, to: 2 },
      { type: "c", from: 3, to: 6 },
    ];
    expect(await spent({ type: "root", from: 0, to: 6, items })).toEqual({ "root a": 3, "root c": 3, root: 0 });
  });

  it("does not count what ended after its task", async () => {
    expect(await spent({ type: "root", from: 0, to: 2, items: [{ type: "late", from: 1, to: 50 }] })).toEqual({
      root: 2,
    });
  });

  it("sums many short calls of one path", async () => {
    const items = Array.from({ length: 20 }, (_, i): Told => ({ type: "query", from: i, to: i + 0.9 }));
    const { actions } = await findSlow(treesOf({ type: "root", from: 0, to: 20, items }));
    expect(actions[0]).toMatchObject({ actionPath: ["root", "query"], count: 20 });
    expect(actions[0]?.share).toBeCloseTo(0.9);
  });

  it("names a silence by what stands around it", async () => {
    const items = [
      { says: "ready", at: 1 },
      { type: "work", from: 5, to: 6 },
    ];
    const { gaps } = await findSlow(treesOf({ type: "root", from: 0, to: 6, items }));
    expect(gaps[0]).toMatchObject({ seconds: 4, after: { type: "ready", taskLevel: [2] }, before: { type: "work" } });
  });

  it("waits for a part in another process although its clock is ahead", async () => {
    const items: Told[] = [{ type: "eliot:remote_task", from: 101, to: 103 }];
    expect(await spent({ type: "root", from: 0, to: 4, items })).toEqual({ "root eliot:remote_task": 2, root: 2 });
  });

  it("leaves out tasks that have not ended", async () => {
    expect(await findSlow(treesOf({ type: "root", from: 0 }))).toEqual({
      tasks: 0,
      totalSeconds: 0,
      actions: [],
      usualTasks: undefined,
      between: [],
      suspects: [],
      gaps: [],
    });
  });

  it("looks at the slowest tasks only, where that is asked", async () => {
    const tasks = Array.from(
      { length: 20 },
      (_, i): Told => ({ type: i === 7 ? "slow" : "fast", from: 0, to: i === 7 ? 9 : 1 }),
    );
    const { tasks: count, actions } = await findSlow(treesOf(...tasks), { slowest: 0.05 });
    expect([count, actions[0]?.actionPath]).toEqual([1, ["slow"]]);
  });

  it("tells the value that leads to attempts, not the attempts", async () => {
    const tasks = Array.from({ length: 60 }, (_, i): Told => {
      const model = i % 5;
      const call = (from: number, attempt: number): Told => ({
        type: "call",
        from,
        to: from + 0.1,
        fields: { attempt },
      });
      const failing: Told = { ...call(0, 1), failed: ["Busy", "429"] };
      const items = model === 2 ? [failing, { says: "retry", at: 0.1 }, call(3 + (i % 7) / 10, 2)] : [call(0, 1)];
      return { type: "turn", from: 0, to: model === 2 ? 4 : 0.2 + (i % 7) / 100, fields: { model }, items };
    });
    const { actions } = await findSlow(treesOf(...tasks));
    expect(actions[0]?.actionPath).toEqual(["turn"]);
    expect(actions[0]?.setApart[0]).toMatchObject({ field: "turn.model", value: 2, inThese: 1, inOthers: 0 });
  });
});
