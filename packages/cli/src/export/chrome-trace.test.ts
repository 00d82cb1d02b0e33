import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { action, anyLog, ELIOT_LOGS, exported, golden, ORDER, treesOf } from "./in-test.js";
import { timelineOf } from "./timeline.js";

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly cat: string;
  readonly args: { readonly [field: string]: unknown };
}

async function eventsOf(log: Parameters<typeof exported>[1]): Promise<Event[]> {
  const trace = JSON.parse(await exported("chrome-trace", log));
  return trace.traceEvents;
}

/** Throws unless every two actions on a thread are apart, or one lies in the other. */
function expectNested(events: readonly Event[]): void {
  const open = new Map<string, number[]>();
  for (const { ph, pid, tid, ts, dur } of events) {
    if (ph !== "X") continue;
    expect(Number.isSafeInteger(ts) && Number.isSafeInteger(dur) && ts >= 0 && dur >= 0).toBe(true);
    const ends = open.get(`${pid}/${tid}`) ?? [];
    open.set(`${pid}/${tid}`, ends);
    while ((ends.at(-1) ?? Number.POSITIVE_INFINITY) <= ts && ends.length > 0) ends.pop();
    expect(ts + dur).toBeLessThanOrEqual(ends.at(-1) ?? Number.POSITIVE_INFINITY);
    ends.push(ts + dur);
  }
}

describe("clew export --to chrome-trace", () => {
  test("draws an order as it always has", async () => {
    await expect(await exported("chrome-trace", ORDER)).toMatchFileSnapshot(golden("chrome-trace.json"));
  });

  test.each(ELIOT_LOGS)("draws each action and message of %s once, and nested", async (log) => {
    const events = await eventsOf(log);
    let actions = 0;
    let messages = 0;
    for await (const tree of treesOf(log)) {
      const timeline = timelineOf(tree);
      actions += timeline.spans.length;
      messages += timeline.instants.length;
    }
    expect(events.filter(({ ph }) => ph === "X")).toHaveLength(actions);
    expect(events.filter(({ ph }) => ph === "i")).toHaveLength(messages);
    expectNested(events);
  });

  test("gives concurrent actions lanes of their own, and what follows them the first that is idle", async () => {
    const log = [
      ...action([], "root", 0, 100),
      ...action([2], "a", 10, 50),
      ...action([3], "b", 20, 60),
      ...action([3, 2], "in b", 30, 40),
      ...action([4], "c", 70, 80),
    ];
    const lanes = (await eventsOf(log)).filter(({ ph }) => ph === "X").map(({ name, tid }) => [name, tid]);
    expect(Object.fromEntries(lanes)).toEqual({ root: 0, a: 0, b: 1, "in b": 1, c: 0 });
  });

  test("draws a late child beside its parent, and an unfinished action to the end of what is known", async () => {
    const log = [
      ...action([], "root", 0, 100),
      ...action([10], "late", 90, 150),
      ...action([2], "stuck", 20, undefined),
    ];
    const events = new Map((await eventsOf(log)).filter(({ ph }) => ph === "X").map((event) => [event.name, event]));
    expect(events.get("late")).toMatchObject({ dur: 60_000, args: { status: "succeeded" } });
    expect(events.get("stuck")).toMatchObject({ dur: 130_000, args: { status: "unfinished" } });
    expect(new Set([...events.values()].map(({ tid }) => tid)).size).toBe(3);
  });

  test("connects what follows from something with it, whichever comes first in the log", async () => {
    const log = [
      ...action([], "before", 50, 60, { task: "t1", clew_follows_from: ["t2@/2", "gone@/"] }),
      ...action([], "cause", 0, 40, { task: "t2" }),
      ...action([2], "inner", 10, 20, { task: "t2" }),
      ...action([], "after", 70, 80, { task: "t3", clew_follows_from: ["t2@/2"] }),
    ];
    const events = await eventsOf(log);
    const nameAt = (arrow: Event) =>
      events.find(({ ph, pid, tid, ts }) => ph === "X" && pid === arrow.pid && tid === arrow.tid && ts === arrow.ts)
        ?.name;
    const starts = events.filter(({ ph }) => ph === "s");
    const pairs = starts.map((start) => [start, events.find(({ ph, id }) => ph === "f" && id === start.id) as Event]);
    expect(pairs.map((ends) => ends.map((end) => nameAt(end as Event))).sort()).toEqual([
      ["inner", "after"],
      ["inner", "before"],
    ]);
  });

  test("is JSON without control characters whatever the log holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const json = await exported("chrome-trace", log);
        expect(json).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
        expectNested(JSON.parse(json).traceEvents);
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  test("gives values that are 100,000 deep as text", async () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    const log = [{ task_uuid: "t", task_level: [1], timestamp: 1, message_type: "m", deep }];
    const [message] = await eventsOf(log);
    expect(message?.args.fields).toEqual({ deep: `${"[".repeat(100_000)}${"]".repeat(100_000)}` });
  });

  test("draws a tree that is 20,000 actions deep", async () => {
    const level = Array.from({ length: 20_000 }, () => 2);
    const events = await eventsOf([{ task_uuid: "t", task_level: level, timestamp: 1, message_type: "deep" }]);
    expect(events.filter(({ ph }) => ph === "X")).toHaveLength(20_000);
  }, 30_000);
});
