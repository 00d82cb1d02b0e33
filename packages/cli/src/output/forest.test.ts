import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { encodeExact } from "@clew/log";
import { Parser } from "clew/parse";
import { describe, expect, test } from "vitest";
import { openLogs } from "../input/index.js";
import { forestTask } from "./forest.js";

const MUSEUM = fileURLToPath(new URL("../../../../fixtures/python-eliot/", import.meta.url));

interface Forest {
  readonly covers: string;
  readonly bad_lines: readonly number[];
  readonly tasks: readonly Task[];
}

interface Task {
  readonly task_uuid: string;
}

const SAMPLES = readdirSync(MUSEUM, { recursive: true, encoding: "utf8" })
  .filter((file) => file.includes(".forest.json"))
  .sort()
  .map((file): [string, string] => [file.replace(/\.forest\.json.*$/, ""), `${MUSEUM}${file}`]);

describe("clew export --to eliot-forest", () => {
  test.each(SAMPLES)(
    "rebuilds the trees of %s",
    async (name, file) => {
      const bytes = readFileSync(file);
      const right: Forest = JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString());
      expect(await forestOf(logOf(name))).toEqual({ bad_lines: right.bad_lines, tasks: byTask(right.tasks) });
    },
    60_000,
  );

  test("rebuilds one tree from the files of several processes", async () => {
    const parts = [0, 1, 2, 3].map((part) => `${MUSEUM}1.13/continue-processes.part-${part}.log`);
    const whole = await forestOf(`${MUSEUM}1.13/continue-processes.log`);
    expect(await forestOf(...parts)).toEqual(whole);
  });
});

function logOf(name: string): string {
  const folder = `${MUSEUM}${name.slice(0, name.lastIndexOf("/"))}`;
  const file = readdirSync(folder).find((file) => file.startsWith(`${name.slice(name.lastIndexOf("/") + 1)}.log`));
  return `${folder}/${file}`;
}

async function forestOf(...files: string[]) {
  const badLines: number[] = [];
  const log = await openLogs(files, {
    onUnused: ({ line }) => badLines.push(line),
    layers: { ownOnly: true },
  });
  const tasks: Task[] = [];
  for await (const tree of log.trees()) tasks.push(JSON.parse([...forestTask(tree)].join("")));
  return { bad_lines: badLines, tasks: byTask(tasks) };
}

function byTask(tasks: readonly Task[]): Task[] {
  return [...tasks].sort((a, b) => (a.task_uuid < b.task_uuid ? -1 : 1));
}

describe("forestTask(tree)", () => {
  test("tells what was handed out, what conflicts and what continues", () => {
    const parser = new Parser();
    const place = { task_uuid: "t", action_type: "a", timestamp: 1 };
    parser.add({ ...place, task_level: [1], action_status: "started" });
    parser.add({ task_uuid: "t", timestamp: 1, task_level: [3], message_type: "x" });
    parser.add({ task_uuid: "t", timestamp: 1, task_level: [3], message_type: "y" });
    parser.add({ ...place, task_level: [4], action_status: "succeeded", clew_handed_out: [2] });
    const text = parser.end().map((tree) => [...forestTask(tree)].join(""))[0] as string;
    const { root } = JSON.parse(text);
    expect(root).toMatchObject({ handed_out: [2], children: [{ conflicting: true }, { conflicting: true }] });
    expect(root).not.toHaveProperty("gaps");
  });

  test("writes a tree that is 100,000 actions deep, without its deeper levels", () => {
    const parser = new Parser();
    const level = Array.from({ length: 100_000 }, () => 2);
    parser.add({ task_uuid: "t", task_level: level, timestamp: 1, message_type: "deep" });
    let length = 0;
    for (const tree of parser.end()) for (const text of forestTask(tree)) length += text.length;
    expect(length).toBeLessThan(100_000_000);
  });
});

describe("encodeExact(value)", () => {
  test("marks the numbers that JSON does not have", () => {
    const value = [Number.NaN, -Infinity, 2n ** 64n, -0, 1.5, undefined, { a: null, "\ud83d": "\u2028" }];
    expect(encodeExact(value)).toBe(
      '[{"$float":"NaN"},{"$float":"-Infinity"},{"$int":"18446744073709551616"},-0,1.5,null,{"a":null,"\\ud83d":"\\u2028"}]',
    );
  });

  test("writes values that are 100,000 deep", () => {
    const text = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(encodeExact(JSON.parse(text))).toBe(text);
  });
});
