import { describe, expect, it } from "vitest";
import { diffTrees } from "../index.js";
import { type Told, treesOf } from "../log-for-tests.js";
import type { ChangeReport } from "./change-report.js";

interface Request {
  /** Seconds that the store takes by itself. */
  readonly query?: number;
  readonly failed?: boolean;
  readonly audit?: boolean;
  readonly retries?: number;
  /** By how much the clock of the store's machine is off. */
  readonly skew?: number;
  readonly kind?: string;
}

/** A minute of requests to a service `web`, each with a call to a service `store` in it. */
function minute(requests: readonly Request[]) {
  return treesOf(
    ...requests.map(({ query = 0.02, failed = false, audit = true, retries = 0, skew = 0, kind = "read" }, i): Told => {
      const took = query * (1 + (i % 7) / 20);
      const call = (at: number): Told => ({
        type: "store.get",
        from: at + skew,
        to: at + skew + took,
        fields: { service: "store", host: "s1" },
        ...(failed && { failed: ["StoreError", "no such row"] as const }),
        items: audit ? [{ says: "audited", at: at + skew + took / 2 }] : [],
      });
      const items = Array.from({ length: retries + 1 }, (_, k) => call(i + 0.01 + k * (took + 0.01)));
      const to = i + 0.03 + (retries + 1) * (took + 0.01);
      const fields = { service: "web", host: "w1", kind };
      return { type: "request", from: i, to, fields, items, ...(failed && { failed: ["BadGateway", "502"] as const }) };
    }),
  );
}

const many = (count: number, request: (i: number) => Request) => Array.from({ length: count }, (_, i) => request(i));
const usual = many(40, () => ({}));

async function changesOf(a: readonly Request[], b: readonly Request[]): Promise<ChangeReport> {
  const { changed } = await diffTrees(minute(a), minute(b), { mode: "changes" });
  return changed as ChangeReport;
}

describe("what changed", () => {
  it("is told with the tasks behind each figure, on both sides", async () => {
    const told: string[] = [];
    const late = many(40, (i) => ({ failed: i % 2 === 0 }));
    const { changed } = await diffTrees(minute(usual), minute(late), {
      mode: "changes",
      onCounted: ({ kind, actionPath, a, b }, side, taskUuids) => {
        expect(new Set(taskUuids).size).toBe((side === "a" ? a : b).yes);
        told.push(`${side} ${kind} ${actionPath.join(" ")} ${taskUuids.length}`);
      },
    });
    expect(told).toHaveLength(2 * (changed?.changes.length ?? 0));
    expect(told).toContain("b failed request store.get 20");
    expect(told).toContain("a failed request store.get 0");
  });

  it("is nothing in a minute like another", async () => {
    const { changes } = await changesOf(
      usual,
      many(50, () => ({})),
    );
    expect(changes.filter(({ sure }) => sure)).toEqual([]);
  });

  it("is what got better, with the tasks behind its figures, and not what follows from it", async () => {
    const told: string[] = [];
    const bad = many(40, (i) => ({ failed: i % 2 === 0, query: i % 2 === 1 ? 0.4 : 0.02 }));
    const { changed, improved } = await diffTrees(minute(bad), minute(usual), {
      mode: "changes",
      onCounted: ({ kind }, side, taskUuids) => told.push(`${side} ${kind} ${taskUuids.length}`),
    });
    expect(changed?.changes.filter(({ sure }) => sure)).toEqual([]);
    expect(improved.map(({ kind, actionPath, a, b }) => [kind, actionPath.join(" "), a.yes, b.yes])).toEqual([
      ["failed", "request store.get", 20, 0],
      ["own_time", "request store.get", 20, 0],
    ]);
    expect(improved[1]?.extraSecondsPerTask).toBeLessThan(-0.05);
    expect(told).toEqual(expect.arrayContaining(["a failed 20", "b failed 0", "a own_time 20", "b own_time 0"]));
  });

  it("is not perhaps worse where it is better for sure, so that each figure has its own tasks", async () => {
    const told: string[] = [];
    const { changed, improved } = await diffTrees(
      minute(many(400, (i) => ({ query: i % 2 === 1 ? 0.4 : 0.02 }))),
      minute(many(400, (i) => ({ query: i % 66 === 1 ? 2 : 0.02 }))),
      { mode: "changes", onCounted: ({ kind, actionPath }, side) => told.push(`${side} ${kind} ${actionPath.at(-1)}`) },
    );
    expect(improved.map(({ kind, a, b }) => [kind, a.yes, b.yes])).toEqual([["own_time", 200, 7]]);
    expect(changed?.changes.filter(({ kind, actionPath }) => kind === "own_time" && actionPath.length === 2)).toEqual(
      [],
    );
    expect(new Set(told).size).toBe(told.length);
  });

  it("is nothing better in a minute like another, nor where something got worse", async () => {
    for (const now of [many(50, () => ({})), many(40, (i) => ({ failed: i % 2 === 0 }))]) {
      const { improved } = await diffTrees(minute(usual), minute(now), { mode: "changes" });
      expect(improved).toEqual([]);
    }
  });

  it("is the own time of the callee, and not of who waits for it", async () => {
    const { changes, suspects } = await changesOf(
      usual,
      many(40, (i) => ({ query: i % 2 === 0 ? 0.4 : 0.02 })),
    );
    expect(changes[0]).toMatchObject({ actionPath: ["request", "store.get"], kind: "own_time", sure: true });
    expect(changes[0]?.b).toEqual({ yes: 20, of: 40 });
    expect(changes.filter(({ sure }) => sure)).toHaveLength(1);
    expect(suspects[0]).toMatchObject({ field: "service", value: "store" });
  });

  it("is of the service whose actions changed, where many have actions of that type", async () => {
    const jobs = (slow: number) =>
      treesOf(
        ...many(60, () => ({})).map((_, i): Told => {
          // Two in three attempts are the mailer's; those of the ledger take longer at any time.
          const service = i % 3 === 0 ? "ledger" : "mailer";
          const took = (service === "ledger" ? 0.2 * slow : 0.02) * (1 + (i % 7) / 20);
          const attempt: Told = { type: "attempt", from: i, to: i + took, fields: { service } };
          return { type: "job", from: i, to: i + took + 0.01, items: [attempt] };
        }),
      );
    const { changed } = await diffTrees(jobs(1), jobs(2), { mode: "changes" });
    expect(changed?.changes[0]).toMatchObject({ value: "ledger", kind: "own_time", b: { of: 20 }, sure: true });
    expect(changed?.suspects[0]).toMatchObject({ value: "ledger" });
  });

  it("is of the calls to one service, where calls to all and what they call have one type", async () => {
    const calls = (slower: number) =>
      treesOf(
        ...many(60, () => ({})).map((_, i): Told => {
          // Two in three calls go to the cart; the way to the payment is longer at any time.
          const callee = i % 3 === 0 ? "payment" : "cart";
          const way = (callee === "payment" ? 0.1 * slower : 0.01) * (1 + (i % 7) / 20);
          const serve: Told = { type: "serve", from: i + way / 2, to: i + way / 2 + 0.02, fields: { service: callee } };
          const call: Told = { type: "POST", from: i, to: i + way + 0.02, items: [serve] };
          return { type: "request", from: i, to: i + way + 0.03, fields: { service: "web" }, items: [call] };
        }),
      );
    const { changed } = await diffTrees(calls(1), calls(2), { mode: "changes" });
    const sure = changed?.changes.filter((change) => change.sure);
    expect(sure).toMatchObject([{ kind: "between", item: "serve", value: "payment", b: { of: 20 } }]);
    expect(changed?.suspects[0]).toMatchObject({ value: "payment" });
  });

  it("is of what is new, where the values that tell apart are no longer the same", async () => {
    const calls = (version: (i: number) => string, failed: (i: number) => boolean) =>
      treesOf(
        ...many(60, () => ({})).map((_, i): Told => {
          const fields = { version: version(i) };
          return { type: "call", from: i, to: i + 0.1, fields, ...(failed(i) && { failed: ["E", "no"] as const }) };
        }),
      );
    const before = calls(
      () => "1.0",
      () => false,
    );
    const canary = (i: number) => i % 3 === 0;
    const after = calls((i) => (canary(i) ? "1.1" : "1.0"), canary);
    const { changed } = await diffTrees(before, after, { mode: "changes", by: "version" });
    expect(changed?.changes[0]).toMatchObject({ kind: "failed", value: "1.1", b: { yes: 20, of: 60 } });
    expect(changed?.suspects[0]).toMatchObject({ field: "version", value: "1.1" });
  });

  it("is the failure of the callee, and not that of its caller", async () => {
    const { changes } = await changesOf(
      usual,
      many(40, (i) => ({ failed: i % 3 === 0 })),
    );
    expect(changes[0]).toMatchObject({ actionPath: ["request", "store.get"], kind: "failed", a: { yes: 0, of: 40 } });
    expect(changes.some(({ actionPath, sure }) => sure && actionPath.length === 1)).toBe(false);
  });

  it("is a message that is gone", async () => {
    const { changes } = await changesOf(
      usual,
      many(40, (i) => ({ audit: i % 2 === 0 })),
    );
    expect(changes[0]).toMatchObject({ kind: "lacks", item: "audited", b: { yes: 20, of: 40 }, sure: true });
  });

  it("is how often something comes in each", async () => {
    const { changes } = await changesOf(
      usual,
      many(40, (i) => ({ retries: i % 2 === 0 ? 3 : 0 })),
    );
    expect(changes).toContainEqual(expect.objectContaining({ kind: "count", item: "store.get", sure: true }));
  });

  it("is no time that only another clock tells", async () => {
    const { changes } = await changesOf(
      usual,
      many(40, () => ({ skew: 0.8 })),
    );
    expect(changes.filter(({ sure }) => sure)).toEqual([]);
  });

  it("is no other mix of what was asked for", async () => {
    const slowKind = (share: number) => many(60, (i) => (i < 60 * share ? { kind: "report", query: 0.5 } : {}));
    const { changes } = await changesOf(slowKind(0.2), slowKind(0.6));
    expect(changes.filter(({ sure }) => sure)).toEqual([]);
    expect(changes.every(({ sure, drift }) => sure || drift === undefined || drift === "request.kind")).toBe(true);
  });
});
