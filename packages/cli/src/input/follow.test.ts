import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { followLogs } from "./follow.js";
import { UnusedLines } from "./unused-lines.js";
import { Wakes } from "./wakes.js";

let folder: string;
let path: string;
let stop: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-follow-"));
  path = join(folder, "app.log");
  stop = [];
});
afterEach(async () => {
  for (const one of stop) await one();
  rmSync(folder, { recursive: true });
});

const line = (i: number, timestamp = i) =>
  `${JSON.stringify({ task_uuid: `t${i}`, task_level: [1], timestamp, message_type: "m", i })}\n`;
const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i)).join("");

/** Follows logs; `poll` gives the numbers of the lines that came. */
async function follow(names: readonly string[] = [path], last = 0) {
  const unused = new UnusedLines();
  const logs = await followLogs(names, { lines: last, unused, onData: () => {} });
  stop.push(() => logs.close());
  const old = (await logs.begin()).map(({ i }) => i);
  const poll = async () => (await logs.poll()).map(({ i }) => i);
  return { old, poll, unused };
}

describe("following a file", () => {
  test("gives what is appended, each line once it is whole", async () => {
    writeFileSync(path, lines(1, 3));
    const { poll, old } = await follow();
    expect(old).toEqual([1, 2, 3]);
    expect(await poll()).toEqual([]);
    const next = line(5);
    appendFileSync(path, line(4) + next.slice(0, 20));
    expect(await poll()).toEqual([4]);
    appendFileSync(path, next.slice(20));
    expect(await poll()).toEqual([5]);
  });

  test("gives the last lines of what is there as new, and what comes before as old", async () => {
    writeFileSync(path, lines(1, 10) + line(11).slice(0, 10));
    const { poll, old } = await follow([path], 3);
    expect(old).toEqual([1, 2, 3, 4, 5, 6, 7]);
    appendFileSync(path, line(11).slice(10));
    expect(await poll()).toEqual([8, 9, 10, 11]);
  });

  test("gives all of a file that has fewer lines", async () => {
    writeFileSync(path, lines(1, 2));
    const { poll, old } = await follow([path], 100);
    expect(old).toEqual([]);
    expect(await poll()).toEqual([1, 2]);
  });

  test("waits for a file that is not there yet", async () => {
    const { poll } = await follow();
    expect(await poll()).toEqual([]);
    writeFileSync(path, line(1));
    expect(await poll()).toEqual([1]);
  });

  test("follows a rotation by rename, and loses nothing that the writer still writes to the old file", async () => {
    writeFileSync(path, line(1));
    const { poll } = await follow();
    appendFileSync(path, line(2));
    renameSync(path, `${path}.1`);
    expect(await poll()).toEqual([2]);
    appendFileSync(`${path}.1`, line(3));
    expect(await poll()).toEqual([3]);
    writeFileSync(path, line(4));
    expect(await poll()).toEqual([4]);
    appendFileSync(`${path}.1`, line(5));
    appendFileSync(path, line(6));
    expect(await poll()).toEqual([5, 6]);
  });

  test("lets a renamed file go when nothing has come from it for long", async () => {
    writeFileSync(path, line(1));
    const { poll } = await follow();
    renameSync(path, `${path}.1`);
    writeFileSync(path, "");
    for (let i = 0; i < 50; i++) await poll();
    appendFileSync(`${path}.1`, line(2));
    expect(await poll()).toEqual([]);
  });

  test("reads the unfinished last line of a file that is let go", async () => {
    writeFileSync(path, "");
    const { poll } = await follow();
    appendFileSync(path, line(1).trimEnd());
    expect(await poll()).toEqual([]);
    renameSync(path, `${path}.1`);
    writeFileSync(path, "");
    const found: unknown[] = [];
    for (let i = 0; i < 50; i++) found.push(...(await poll()));
    expect(found).toEqual([1]);
  });

  test("begins again where the file was cut short", async () => {
    writeFileSync(path, lines(1, 3) + line(4).slice(0, 9));
    const { poll } = await follow();
    truncateSync(path);
    appendFileSync(path, line(5));
    expect(await poll()).toEqual([5]);
  });

  test("goes on where the file was removed and made anew", async () => {
    writeFileSync(path, line(1));
    const { poll } = await follow();
    rmSync(path);
    expect(await poll()).toEqual([]);
    writeFileSync(path, line(2));
    expect(await poll()).toEqual([2]);
  });

  test("says which lines cannot be used, counted from the file's beginning", async () => {
    writeFileSync(path, lines(1, 2));
    const { poll, unused } = await follow();
    appendFileSync(path, Buffer.concat([Buffer.from(`{"task_uuid":\n${line(4)}`), Buffer.from([0xc3, 0x0a])]));
    expect(await poll()).toEqual([4]);
    expect(unused.first.map((one) => [one.file, one.line])).toEqual([
      [path, 3],
      [path, 5],
    ]);
  });
});

describe("following several files", () => {
  test("merges what came by time, and keeps the order of each", async () => {
    const other = join(folder, "other.log");
    writeFileSync(path, "");
    const { poll } = await follow([path, other]);
    appendFileSync(path, line(1, 10) + line(2, 5) + line(3, 30));
    appendFileSync(other, line(4, 7) + line(5, 20));
    expect(await poll()).toEqual([4, 1, 2, 5, 3]);
  });

  test("takes a file once that is named twice, and a folder for the logs in it", async () => {
    writeFileSync(path, "");
    const { poll } = await follow([path, path, join(folder, "*.log")]);
    appendFileSync(path, line(1));
    expect(await poll()).toEqual([1]);
  });

  test("refuses a pattern that fits nothing", async () => {
    await expect(follow([join(folder, "*.txt")])).rejects.toMatchObject({ code: "CLEW_NO_LOGS" });
  });
});

describe("wakes", () => {
  test("are looked at once however many there were, and once more after the stop", async () => {
    const wakes = new Wakes();
    let looks = 0;
    const loop = (async () => {
      for await (const _ of wakes) looks++;
    })();
    wakes.wake();
    wakes.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(looks).toBe(1);
    wakes.stop();
    await loop;
    expect(looks).toBe(2);
  });
});
