import { describe, expect, it } from "vitest";
import { explainFailures } from "../index.js";
import { type Told, treesOf } from "../log-for-tests.js";

const pathOf = async (...tasks: readonly Told[]) =>
  (await explainFailures(treesOf(...tasks))).failures[0]?.origin.actionPath;

const KEY = ["KeyError", "'price'"] as const;
const HTTP = ["HTTPError", "500"] as const;

const ENDED = { clew_cancel_source: "end" };

describe("explainFailures", () => {
  it("blames no child that nobody waited for, and that was stopped when the others had ended", async () => {
    const beat: Told = {
      type: "heartbeat",
      from: 0,
      to: 3,
      fields: { clew_kind: "child", clew_awaited: false },
      failed: ["Cancelled", "it has ended"],
      finish: ENDED,
    };
    const work: Told = { type: "work", from: 1, to: 2, failed: KEY };
    const job: Told = { type: "job", from: 0, to: 3, failed: HTTP, items: [beat] };
    const healthy: Told = { type: "job", from: 0, to: 3, items: [beat] };
    expect(await pathOf({ ...job, items: [beat, work] })).toEqual(["job", "work"]);
    expect(await pathOf(job, job, job)).toEqual(["job"]);
    const { failures } = await explainFailures(treesOf(healthy, healthy));
    expect(failures).toEqual([]);
  });

  it("takes what a deadline found running for the cause, but not what nobody waited for", async () => {
    const beat: Told = {
      type: "heartbeat",
      from: 0,
      to: 3,
      fields: { clew_awaited: false },
      failed: ["Cancelled", "up"],
    };
    const query: Told = { type: "query", from: 1, to: 3, failed: ["Cancelled", "up"] };
    const stopped = (told: Told): Told => ({ ...told, finish: { clew_cancel_source: "deadline" } });
    const items = [stopped(beat), stopped(query), { says: "clew:deadline", at: 3 }];
    const late: Told = { type: "job", from: 0, to: 3, failed: ["TimeoutError", "3 s"], items };
    expect(await pathOf(late, late)).toEqual(["job", "query"]);
  });

  it("names the action in which a failure began, not those in which it surfaced", async () => {
    const query: Told = { type: "query", from: 1, to: 2, failed: KEY };
    const save: Told = { type: "save", from: 1, to: 3, failed: ["SaveError", "not saved"], items: [query] };
    expect(await pathOf({ type: "request", from: 0, to: 4, failed: HTTP, items: [save] })).toEqual([
      "request",
      "save",
      "query",
    ]);
  });

  it("names an action that failed by itself although a child of it had failed and was outlived", async () => {
    const miss: Told = { type: "cache", from: 1, to: 2, failed: ["Miss", "no entry"] };
    const healthy: Told = { type: "request", from: 0, to: 4, items: [miss, { type: "read", from: 2, to: 3 }] };
    const failed: Told = { ...healthy, failed: HTTP };
    expect(await pathOf(healthy, healthy, healthy, failed)).toEqual(["request"]);
  });

  it("blames what failed first, not the clean-up that failed after it", async () => {
    const insert: Told = { type: "insert", from: 1, to: 2, failed: KEY };
    const rollback: Told = { type: "rollback", from: 2, to: 3, failed: ["Closed", "connection is closed"] };
    const failed: Told = { type: "save", from: 0, to: 4, failed: ["StoreError", "aborted"], items: [insert, rollback] };
    expect(await pathOf(failed, failed, failed)).toEqual(["save", "insert"]);
  });

  it("takes a cancelled sibling for a consequence, by name where nothing else tells", async () => {
    const cancelled: Told = { type: "fetch", from: 1, to: 2, failed: ["asyncio.CancelledError", ""] };
    const broken: Told = { type: "parse", from: 1, to: 2, failed: KEY };
    expect(await pathOf({ type: "crawl", from: 0, to: 3, failed: HTTP, items: [cancelled, broken] })).toEqual([
      "crawl",
      "parse",
    ]);
  });

  it("follows what a cancelled action says of who cancelled it", async () => {
    const finish = { clew_cancel_source: "sibling", clew_cancelled_by: "t1@/3/2" };
    const cancelled: Told = { type: "left", from: 1, to: 2, failed: ["Stopped", "stopped"], finish };
    const broken: Told = { type: "right", from: 1, to: 2.5, failed: ["Odd", "odd"] };
    expect(await pathOf({ type: "both", from: 0, to: 3, failed: HTTP, items: [cancelled, broken] })).toEqual([
      "both",
      "right",
    ]);
  });

  it("blames no exception where a deadline expired, but the action that was running", async () => {
    const slow: Told = { type: "checksum", from: 0.1, to: 9 };
    const verify: Told = {
      type: "verify",
      from: 0,
      to: 1,
      failed: ["TimeoutError", "no answer within 1 s"],
      items: [slow, { says: "clew:deadline", at: 1 }],
    };
    const { failures } = await explainFailures(
      treesOf({ type: "batch", from: 0, to: 1, failed: HTTP, items: [verify] }),
    );
    expect(failures[0]?.origin).toMatchObject({ actionPath: ["batch", "verify", "checksum"], exception: null });
  });

  it("sees a deadline in logs that have no word for it", async () => {
    const never: Told = { type: "call", from: 0.1 };
    const failed: Told = { type: "wait", from: 0, to: 1, failed: ["TimeoutError", "timed out"], items: [never] };
    const { failures } = await explainFailures(treesOf(failed));
    expect(failures[0]?.origin).toMatchObject({ actionPath: ["wait", "call"], exception: null });
  });

  it("keeps the exception of a call that timed out by itself", async () => {
    const call: Told = { type: "call", from: 0, to: 1, failed: ["ReadTimeout", "read timed out"] };
    const { failures } = await explainFailures(treesOf({ type: "job", from: 0, to: 2, failed: HTTP, items: [call] }));
    expect(failures[0]?.origin).toMatchObject({ actionPath: ["job", "call"], exception: "ReadTimeout" });
  });

  it("finds the origin in the task that the failed one followed from", async () => {
    const first: Told = {
      type: "turn",
      from: 0,
      to: 2,
      failed: HTTP,
      items: [{ type: "ask", from: 0, to: 1, failed: KEY }],
    };
    const job: Told = {
      type: "job",
      from: 3,
      to: 4,
      failed: ["JobFailed", "no turn"],
      fields: { clew_follows_from: ["t1@/"] },
    };
    const { failures } = await explainFailures(treesOf(first, job));
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ count: 2, origin: { actionPath: ["turn", "ask"] } });
  });

  it("finds the origin in another process whose clock is behind", async () => {
    const remote: Told = {
      type: "eliot:remote_task",
      from: -4,
      to: -3,
      failed: KEY,
      items: [{ type: "run", from: -3.9, to: -3.1, failed: KEY }],
    };
    const call: Told = { type: "call", from: 1, to: 3, failed: ["ToolError", "no answer"], items: [remote] };
    expect(await pathOf({ type: "turn", from: 0, to: 4, failed: HTTP, items: [call] })).toEqual([
      "turn",
      "call",
      "eliot:remote_task",
      "run",
    ]);
  });

  it("lists handled failures only where they are asked for, after the others", async () => {
    const miss: Told = { type: "cache", from: 1, to: 2, failed: ["Miss", "no entry"] };
    const healthy: Told = { type: "request", from: 0, to: 4, items: [miss] };
    expect((await explainFailures(treesOf(healthy, healthy))).failures).toEqual([]);
    const { failures } = await explainFailures(
      treesOf(healthy, healthy, { type: "request", from: 0, to: 1, failed: KEY }),
      {
        handled: true,
      },
    );
    expect(failures.map(({ handled, count, origin }) => [handled, count, origin.actionType])).toEqual([
      [false, 1, "request"],
      [true, 2, "cache"],
    ]);
  });

  it("groups failures whose reasons differ in numbers and ids only", async () => {
    const failed = (id: number): Told => ({
      type: "job",
      from: id,
      to: id + 1,
      failed: ["NotFound", `no row ${id} in "t${id}"`],
    });
    expect(
      (await explainFailures(treesOf(failed(1), failed(22), failed(333)))).failures.map(({ count }) => count),
    ).toEqual([3]);
  });
});

describe("explainFailures, of a hostile log", () => {
  it("comes to an end for reasons of a megabyte, whatever they are made of", async () => {
    for (const word of ["a", "'\"", "(", "0a-"]) {
      const reason = word.repeat(1_000_000 / word.length);
      expect(await pathOf({ type: "request", from: 0, to: 4, failed: ["Error", reason] })).toEqual(["request"]);
    }
  });
});

describe("explainFailures, what sets apart", () => {
  const tasks = (count: number, failed: (i: number) => boolean, fields: (i: number) => Record<string, unknown>) =>
    Array.from({ length: count }, (_, i): Told => {
      const task = { type: "request", from: i, to: i + 1, fields: { ...fields(i), id: `r${i}` } };
      return failed(i) ? { ...task, failed: HTTP } : task;
    });

  it("names the value that the failed have and the others have not", async () => {
    const trees = treesOf(
      ...tasks(
        60,
        (i) => i % 6 === 0,
        (i) => ({ shard: i % 6, host: `h${i % 4}` }),
      ),
    );
    const { failures } = await explainFailures(trees);
    expect(failures[0]?.setApart[0]).toMatchObject({ field: "request.shard", value: 0, inThese: 1, inOthers: 0 });
  });

  it("names two values together where neither tells alone", async () => {
    const both = (i: number) => i % 3 === 0 && i % 4 === 0;
    const { failures } = await explainFailures(treesOf(...tasks(180, both, (i) => ({ engine: i % 3, schema: i % 4 }))));
    expect(failures[0]?.setApart[0]).toMatchObject({
      all: [
        { field: "request.engine", value: 0 },
        { field: "request.schema", value: 0 },
      ],
    });
  });

  it("names nothing where chance may be all there is", async () => {
    const scattered = (i: number) => (i * 7919) % 11 === 3;
    const { failures } = await explainFailures(treesOf(...tasks(66, scattered, (i) => ({ host: i % 5, zone: i % 7 }))));
    expect(failures[0]?.count).toBe(6);
    expect(failures[0]?.setApart).toEqual([]);
  });

  it("leaves out what was logged once the failure had begun", async () => {
    const trees = treesOf(
      ...tasks(
        40,
        (i) => i % 4 === 0,
        () => ({}),
      ).map((task): Told => (task.failed ? { ...task, items: [{ says: "apology", at: task.from + 1 }] } : task)),
    );
    expect((await explainFailures(trees)).failures[0]?.setApart).toEqual([]);
  });

  it("counts the fields of the task that a failed one followed from", async () => {
    const turns = Array.from({ length: 40 }, (_, i): Told[] => {
      const turn: Told = { type: "turn", from: i, to: i + 0.5, fields: { sdk: i % 4 } };
      const job: Told = { type: "job", from: i, to: i + 1, fields: { clew_follows_from: [`t${2 * i + 1}@/`] } };
      return [turn, i % 4 === 1 ? { ...job, failed: KEY } : job];
    });
    const { failures } = await explainFailures(treesOf(...turns.flat()));
    expect(failures[0]?.setApart[0]).toMatchObject({ field: "turn.sdk", value: 1, inThese: 1, inOthers: 0 });
  });
});
