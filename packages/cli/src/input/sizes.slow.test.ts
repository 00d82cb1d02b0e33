// Logs of a size that no program should write, and that a reader must survive: each within five seconds
// on an idle machine, and without a fault.

import { describe, expect, test } from "vitest";
import { forestTask } from "../output/forest.js";
import { documentLines } from "./documents/index.js";
import { LogInput } from "./index.js";
import type { Source } from "./source.js";

const SIZE = 200_000;
const started = { action_type: "a", action_status: "started" };

function line(taskUuid: string, level: readonly number[], fields: object = {}): string {
  return `${JSON.stringify({ task_uuid: taskUuid, task_level: level, timestamp: 1, ...fields })}\n`;
}

/** Reads the log, which comes in pieces, and writes its forest; gives what was found. */
async function exported(pieces: Iterable<string | Buffer>): Promise<{ tasks: number; unused: string[] }> {
  const source: Source = {
    name: "log",
    sizeBytes: 0,
    isRereadable: true,
    async *read() {
      for (const piece of pieces) yield Buffer.isBuffer(piece) ? piece : Buffer.from(piece);
    },
  };
  const log = new LogInput([source]);
  let tasks = 0;
  let written = 0;
  for await (const tree of log.trees()) {
    tasks++;
    for (const text of forestTask(tree)) written += text.length;
  }
  expect(written).toBeGreaterThan(0);
  return { tasks, unused: log.unused.describe() };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

describe("clew survives", { timeout: 20_000 }, () => {
  test("levels that are 100,000 deep", async () => {
    const level = numbers(100_000).map(() => 2);
    const pieces = numbers(3).map((task) => line(`t${task}`, level));
    expect(await exported(pieces)).toEqual({ tasks: 3, unused: [] });
  });

  test("an action of 200,000 items that come in no order", async () => {
    // The multiplier has no divisor in common with the size, so that each number comes once.
    const pieces = [
      numbers(SIZE)
        .map((i) => line("t", [((i * 7919) % SIZE) + 2]))
        .join(""),
    ];
    expect(await exported([line("t", [1], started), ...pieces])).toEqual({ tasks: 1, unused: [] });
  });

  test("200,000 actions that never end", async () => {
    const pieces = [
      numbers(SIZE)
        .map((i) => line(`t${i}`, [1], started))
        .join(""),
    ];
    expect(await exported(pieces)).toEqual({ tasks: SIZE, unused: [] });
  });

  test("100,000 different messages that claim one place", async () => {
    const pieces = [
      numbers(100_000)
        .map((i) => line("t", [1], { i }))
        .join(""),
    ];
    expect(await exported(pieces)).toEqual({ tasks: 1, unused: [] });
  });

  test("a line of one gigabyte", async () => {
    const megabyte = Buffer.alloc(2 ** 20, "x");
    const pieces = [line("t", [1]), ...numbers(1024).map(() => megabyte), `\n${line("u", [1])}`];
    expect(await exported(pieces)).toEqual({ tasks: 2, unused: ["log:2: longer than 16 MiB"] });
  });
});

describe("documentLines(chunks)", { timeout: 120_000 }, () => {
  const element = Buffer.from(`${JSON.stringify({ level: 30, time: 1_767_000_000_123, msg: "x".repeat(60) })},`);
  const forms: readonly (readonly [form: string, begin: string, end: string])[] = [
    ["a list", "[", "{}]"],
    ["an object with a list", '{"spans":[', "{}]}"],
    ["an object with a list deep in it", '{"resourceSpans":[{"scopeSpans":[{"spans":[', "{}]}]}]}"],
    ["a text", '{"text":"', '"}'],
  ];

  test.each(forms)("takes at most 6 times the time for four times as long %s on one line", async (form, begin, end) => {
    async function* document(elements: number) {
      yield Buffer.from(begin);
      const some =
        form === "a text" ? Buffer.alloc(500 * element.length, "x") : Buffer.concat(Array(500).fill(element));
      for (let given = 0; given < elements; given += 500) yield some;
      yield Buffer.from(end);
    }
    const microseconds = async (elements: number) => {
      const before = process.cpuUsage();
      let bytes = 0;
      for await (const chunk of documentLines(document(elements))) bytes += chunk.length;
      expect(bytes).toBeGreaterThan(elements * (element.length - 1));
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    let [once, fourTimes] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 4; round++) {
      once = Math.min(once, await microseconds(40_000));
      fourTimes = Math.min(fourTimes, await microseconds(160_000));
    }
    // In a time that grows with the square it would be 16 times.
    expect(fourTimes / once).toBeLessThanOrEqual(6);
  });
});
