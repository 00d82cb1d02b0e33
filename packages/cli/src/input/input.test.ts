import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { InputError, LogInput, openLogs } from "./index.js";
import { spooled } from "./spool.js";

const folder = mkdtempSync(join(tmpdir(), "clew-input-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function line(taskUuid: string, timestamp = 1, level: number[] = [1], fields: object = {}): string {
  return `${JSON.stringify({ task_uuid: taskUuid, task_level: level, timestamp, message_type: "m", ...fields })}\n`;
}

/** The uuids of all messages, with what could not be used. */
async function read(...names: string[]): Promise<{ uuids: string[]; unused: string[] }> {
  const log = await openLogs(names);
  const uuids: string[] = [];
  for await (const batch of log.messages()) uuids.push(...batch.map((message) => message.task_uuid));
  return { uuids, unused: log.unused.describe().map((text) => text.replace(`${folder}/`, "")) };
}

describe("openLogs(names)", () => {
  test("finds files, patterns and folders, each file once", async () => {
    const a = write("many/a.log", line("a"));
    write("many/b.log.2", line("b", 2));
    write("many/deep/c.ndjson", line("c", 3));
    write("many/notes.txt", "not a log");
    write("many/.hidden.log", line("hidden"));
    const many = join(folder, "many");
    expect((await read(many)).uuids).toEqual(["a", "b", "c"]);
    expect((await read(a, many, a)).uuids).toEqual(["a", "b", "c"]);
    expect((await read(join(many, "*.log*"))).uuids).toEqual(["a", "b"]);
    expect((await read(join(many, "**/*.{ndjson,jsonl}"))).uuids).toEqual(["c"]);
    expect((await read(join(many, "[!b].lo?"))).uuids).toEqual(["a"]);
  });

  test("says what is not there, and the way out", async () => {
    const fault = (name: string) =>
      openLogs([join(folder, name)]).then(
        () => "nothing thrown",
        (error) =>
          error instanceof InputError ? `${error.code} ${error.message.replaceAll(`${folder}/`, "")}` : error,
      );
    mkdirSync(join(folder, "empty"));
    expect(await fault("none.log")).toBe(
      'CLEW_CANNOT_READ Cannot read "none.log": there is no such file; check the name',
    );
    expect(await fault("none*.log")).toMatch(/^CLEW_NO_LOGS No file matches "none\*.log"/);
    expect(await fault("empty")).toMatch(/^CLEW_NO_LOGS No file in "empty" is named like a log/);
  });

  test("merges several logs by time, and keeps the order of each", async () => {
    const a = write("a", line("a1", 1) + line("a5", 5) + line("a4", 4) + line("a9", 9));
    const b = write("b", line("b2", 2) + line("b5", 5));
    const c = write("c", "");
    expect((await read(a, b, c)).uuids).toEqual(["a1", "b2", "b5", "a5", "a4", "a9"]);
  });

  test("counts each line that cannot be used, and says where and why", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`\ufeff${line("a")}\r\n\n{"cut": \n`),
      Buffer.from([0xff, 0x00, 0x0a, 0, 0, 0]),
      Buffer.from(`${line("b")}\ufeff${line("c")}${line("d").slice(0, 30)}`),
    ]);
    const { uuids, unused } = await read(write("damaged", bytes));
    expect(uuids).toEqual(["a", "b", "c"]);
    expect(unused.map((text) => text.slice(0, 22))).toEqual([
      "damaged:4: not JSON: U",
      "damaged:5: not UTF-8",
      "damaged:8: not JSON: U",
    ]);
  });

  test("keeps the first ten findings, and counts the others", async () => {
    const { unused } = await read(write("rubbish", '{"x":oops}\n'.repeat(12)));
    expect(unused).toHaveLength(11);
    expect(unused[10]).toBe("and 2 more lines that could not be used");
  });

  test("knows gzip by its content, with several members", async () => {
    const members = [gzipSync(line("a")), gzipSync(line("b"))];
    expect(await read(write("no-ending", Buffer.concat(members)))).toEqual({ uuids: ["a", "b"], unused: [] });
  });

  test("reads what stands before the cut, or the damage, of a gzip file, and says so", async () => {
    const text = Array.from({ length: 5000 }, (_, i) => line(`t${i}`, i)).join("");
    const whole = gzipSync(text);
    const cut = await read(write("cut.gz", whole.subarray(0, whole.length >> 1)));
    expect(cut.uuids.length).toBeGreaterThan(2000);
    expect(cut.unused).toHaveLength(2);
    expect(cut.unused.join("\n")).toMatch(/^cut.gz: the compressed data is cut or damaged/m);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length >> 1);
    expect((await read(write("damaged.gz", damaged))).uuids.length).toBeGreaterThan(2000);
  });

  test("stops at a file that decompresses to more than any log would", async () => {
    const body = deflateRawSync(Buffer.alloc(200 * 2 ** 20));
    const trailer = Buffer.alloc(8);
    const bomb = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), body, trailer]);
    const { unused } = await read(write("bomb.gz", bomb));
    expect(unused.join()).toContain("decompressing was stopped");
  });

  test("skips a line of more than 16 MiB, and reads on", async () => {
    const file = write("long", `${line("a")}"${"x".repeat(17 * 2 ** 20)}"\n${line("b")}`);
    expect(await read(file)).toEqual({ uuids: ["a", "b"], unused: ["long:2: longer than 16 MiB"] });
  });
});

describe("log.trees()", () => {
  test("gives one tree for each task of a log that is too long to be kept, whatever the order of its lines", async () => {
    const tasks = 2_000;
    const lines = Array.from({ length: tasks * 15 }, (_, i) => line(`t${(i * 7) % tasks}`, i, [(i % 15) + 2], { i }));
    const log = await openLogs([write("shuffled", lines.join(""))]);
    const uuids: string[] = [];
    let messages = 0;
    for await (const { taskUuid, root } of log.trees()) {
      uuids.push(taskUuid);
      messages += root.kind === "message" ? 1 : root.children.length;
    }
    expect(new Set(uuids).size).toBe(tasks);
    expect(uuids).toHaveLength(tasks);
    expect(messages).toBe(new Set(lines).size);
  });

  test("tells once of each line it cannot use, in a log that is too long to be kept", async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) =>
      i % 12_000 === 5_000 ? '{"oops":oops}\n' : line(`t${i % 500}`, i),
    );
    const told: number[] = [];
    const log = await openLogs([write("some-bad", lines.join(""))], { onUnused: (unused) => told.push(unused.line) });
    for await (const _ of log.trees());
    expect(told).toEqual([5_001, 17_001, 29_001, 41_001, 53_001]);
  });

  test("holds a tree up only a while for a task that began before it", async () => {
    const filler = "x".repeat(400);
    const short = Array.from({ length: 25_000 }, (_, i) => line(`t${i}`, i, [1], { filler })).join("");
    const log = await openLogs([write("long-running", line("server", 0) + short + line("server", 9e9, [2]))]);
    const uuids: string[] = [];
    for await (const { taskUuid } of log.trees()) uuids.push(taskUuid);
    expect(uuids).toHaveLength(25_001);
    // One of the first: a task may share its place in the table of last batches with a later one, and waits for that.
    expect(Number(uuids[0]?.slice(1))).toBeLessThan(100);
    expect(uuids.indexOf("server")).toBeGreaterThan(15_000);
  });
});

describe("spooled(source)", () => {
  test("makes a pipe readable twice, in memory or beyond it", async () => {
    const chunks = Array.from({ length: 50 }, (_, i) => Buffer.from(line(`t${i}`, i)));
    for (const memoryBytes of [100, 1e6]) {
      const pipe = { name: "pipe", sizeBytes: undefined, isRereadable: false, read: () => from(chunks) };
      const source = await spooled(pipe, memoryBytes);
      for (let round = 0; round < 2; round++) {
        const uuids: string[] = [];
        for await (const tree of new LogInput([source]).trees()) uuids.push(tree.taskUuid);
        expect(uuids).toHaveLength(50);
      }
      expect(source.sizeBytes).toBe(Buffer.concat(chunks).length);
    }
  });
});

async function* from(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
