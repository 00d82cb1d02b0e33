import { expect, test } from "vitest";
import { Batches, type BatchRow } from "./batches.js";

const row = (fields: Partial<BatchRow>): BatchRow => ({
  at: 1000,
  sealed_at: 990,
  host: "a",
  is_raw: 0,
  lines: 10,
  slots: [1],
  hash: "h",
  ...fields,
});
const dueAt = (batches: Batches, now: number) => batches.due(now).map(({ host, lines }) => `${host}:${lines}`);

test("a batch is to be read once, however often it comes", () => {
  const batches = new Batches();
  batches.know(row({}));
  batches.know(row({ at: 1005 }));
  expect(dueAt(batches, 0)).toEqual(["a:10"]);
  for (const closed of batches.due(0)) batches.wasRead(closed, 10, 0);
  batches.know(row({ at: 1010 }));
  expect(dueAt(batches, 1e9)).toEqual([]);
});

test("the parts of shards, and all that a host closed in one second, are one", () => {
  const batches = new Batches();
  batches.know(row({ hash: "shard 1", lines: 4, slots: [1] }));
  batches.know(row({ hash: "shard 2", lines: 6, slots: [2] }));
  batches.know(row({ host: "b" }));
  expect(dueAt(batches, 0)).toEqual(["a:10", "b:10"]);
  expect([...(batches.due(0)[0]?.slots ?? [])]).toEqual([1, 2]);
  for (const closed of batches.due(0)) batches.wasRead(closed, 10, 0);
  batches.know(row({ hash: "later", lines: 1 }));
  expect(dueAt(batches, 0)).toEqual(["a:11"]);
});

test("what is not there whole is looked for again, ever more seldom, and let go of where there is too much of it", () => {
  const batches = new Batches();
  batches.know(row({}));
  const rests: number[] = [];
  let now = 0;
  for (let i = 0; i < 12; i++) {
    const [closed] = batches.due(now);
    batches.wasRead(closed as NonNullable<typeof closed>, 9, now);
    let rest = 0;
    while (batches.due(now + rest).length === 0) rest += 500;
    rests.push(rest);
    now += rest;
  }
  expect(rests).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]);
  for (let i = 0; i < 150; i++) {
    batches.know(row({ host: `h${i}` }));
    const closed = batches.due(0).find(({ host }) => host === `h${i}`);
    batches.wasRead(closed as NonNullable<typeof closed>, 0, 0);
  }
  expect(batches.due(1e12)).toHaveLength(100);
  batches.know(row({ host: "unread" }));
  expect(dueAt(batches, 0)).toEqual(["unread:10"]);
});

test("of what was there before, the last batches are read that have so many lines", () => {
  const batches = new Batches();
  const last = [3, 2, 1].map((at) => row({ at, sealed_at: at, hash: `${at}`, host: `h${at}` }));
  for (const one of last) batches.know(one);
  batches.leaveUnread(last, 15);
  expect(dueAt(batches, 0)).toEqual(["h3:10", "h2:10"]);
  batches.leaveUnread(last, 0);
  expect(dueAt(batches, 0)).toEqual([]);
});

test("forgets a batch hours after it came, unless something of it is still looked for", () => {
  const batches = new Batches();
  batches.know(row({}));
  batches.forget(1000 + 7 * 3600);
  expect(dueAt(batches, 0)).toEqual(["a:10"]);
  for (const closed of batches.due(0)) batches.wasRead(closed, 10, 0);
  batches.forget(1000 + 5 * 3600);
  batches.know(row({}));
  expect(dueAt(batches, 0)).toEqual([]);
  batches.forget(1000 + 7 * 3600);
  batches.know(row({}));
  expect(dueAt(batches, 0)).toEqual(["a:10"]);
});
