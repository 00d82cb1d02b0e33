// R2: logs that no program should write, each read within its time and memory. The command runs as a child process of
// the built package; its time is the processor's, since the machine may have other work.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const COMMAND = fileURLToPath(new URL("../../packages/cli/dist/main.js", import.meta.url));
/** Writes what the child took to its fourth channel when it ends. */
const METER = `process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require("node:fs").writeSync(3, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }));
});`;
// The promise is 5 seconds, and 10 for the gigabyte, on a machine that does nothing else; CI's may be slower or shared.
const MOST_SECONDS = 10;
const MOST_SECONDS_OF_A_GIGABYTE = 20;
const MOST_MEGABYTES = 350;
const MEGABYTE = Buffer.alloc(2 ** 20, "x");

const started = { action_type: "a", action_status: "started" };

function line(taskUuid: string, level: readonly number[], fields: object = {}): string {
  return `${JSON.stringify({ task_uuid: taskUuid, task_level: level, timestamp: 1, ...fields })}\n`;
}

function* many(count: number, make: (i: number) => string | Buffer): Generator<string | Buffer> {
  for (let i = 0; i < count; i++) yield make(i);
}

const SIZE = 200_000;
const LOGS: Readonly<Record<string, () => Iterable<string | Buffer>>> = {
  "levels that are 100,000 deep": () => many(3, (i) => line(`t${i}`, Array<number>(100_000).fill(2))),
  // 7919 has no divisor in common with the size, so that each number comes once.
  "an action of 200,000 items that come in no order": () =>
    many(SIZE, (i) => (i === 0 ? line("t", [1], started) : line("t", [((i * 7919) % SIZE) + 2]))),
  "200,000 actions that never end": () => many(SIZE, (i) => line(`t${i}`, [1], started)),
  "a value of 14 megabytes": () => [line("t", [1], { x: "words\t".repeat(2_000_000) })],
  "a line of one gigabyte": () => many(1026, (i) => (i === 0 || i === 1025 ? `\n${line(`t${i}`, [1])}` : MEGABYTE)),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-bounds-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function write(name: string, pieces: Iterable<string | Buffer>, isZipped = false): Promise<string> {
  const path = join(folder, `${name}.log`);
  const file = createWriteStream(path);
  const zipped = isZipped ? createGzip() : undefined;
  zipped?.pipe(file);
  const out: Writable = zipped ?? file;
  for (const piece of pieces) if (!out.write(piece)) await once(out, "drain");
  out.end();
  await finished(file);
  return path;
}

interface Taken {
  readonly status: number | null;
  readonly seconds: number;
  readonly megabytes: number;
}

async function run(...args: readonly string[]): Promise<Taken> {
  const meter = `data:text/javascript,${encodeURIComponent(`import { createRequire } from "node:module"; const require = createRequire("/"); ${METER}`)}`;
  const child: ChildProcess = spawn(process.execPath, ["--import", meter, COMMAND, ...args], {
    stdio: ["ignore", "pipe", "ignore", "pipe"],
    env: { ...process.env, XDG_CONFIG_HOME: folder },
  });
  child.stdout?.resume();
  let took = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    took += chunk.toString();
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, ...(JSON.parse(took) as { seconds: number; megabytes: number }) };
}

describe("clew reads within its bounds", { timeout: 120_000 }, () => {
  test.each(Object.entries(LOGS))("%s", async (name, pieces) => {
    const log = await write(name.replaceAll(/\W+/g, "-"), pieces());
    const isHuge = name.includes("gigabyte");
    for (const args of [["tree"], ["tree", "-l", "0"], ["pretty"], ["tree", "--json"]]) {
      const { status, seconds, megabytes } = await run(...args, log);
      expect.soft(status, args.join(" ")).toBe(isHuge ? 1 : 0);
      expect.soft(megabytes, `megabytes of ${args.join(" ")}`).toBeLessThan(MOST_MEGABYTES);
      expect
        .soft(seconds, `seconds of ${args.join(" ")}`)
        .toBeLessThan(isHuge ? MOST_SECONDS_OF_A_GIGABYTE : MOST_SECONDS);
    }
    rmSync(log);
  });

  test("a gigabyte in a megabyte of gzip, and stops there", async () => {
    const log = await write(
      "trap",
      many(1024, (i) => (i === 0 ? line("t", [1]) : MEGABYTE)),
      true,
    );
    const { status, seconds, megabytes } = await run("tree", log);
    expect(status).toBe(1);
    expect(megabytes).toBeLessThan(MOST_MEGABYTES);
    expect(seconds).toBeLessThan(MOST_SECONDS);
  });
});
