import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../store/index.js";
import { type ClewRun, runClew } from "../testing/run-clew.js";

// A command gives the same bytes whether it reads a log or asks the store beside it.

const fixtures = fileURLToPath(new URL("../../../../fixtures/", import.meta.url));
const eliot = (name: string) => readFileSync(join(fixtures, `python-eliot/1.13/${name}.log`), "utf8");
const message = (uuid: string, level: number, rest: object) =>
  `${JSON.stringify({ task_uuid: uuid, task_level: [level], timestamp: 1700000000 + level, ...rest })}\n`;
const action = (uuid: string, status: string, rest: object = {}) =>
  message(uuid, 1, { action_type: "job", action_status: "started", n: 1.0 }) +
  message(uuid, 2, { action_type: "job", action_status: status, ...rest });

const COUNTED = [
  "status=failed",
  "status=failed or type=late",
  "not status=failed",
  "type=job status=succeeded",
  "type=late",
  "type=one",
  "type=shown",
  "type=hidden",
  "type=5",
  "type=none",
];

/** Logs by the names of their files. Each has a task whose uuid begins with no other's beginning. */
const LOGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "many tasks": { "app.log": eliot("fifty-concurrent") },
  "values of all kinds": { "app.log": eliot("typed-fields") },
  "lost lines": { "app.log": eliot("lost-middle") },
  "tracebacks and escapes": { "app.log": eliot("tracebacks") + eliot("unicode-escaped") },
  "lines that are no messages": {
    "app.log": `oops\n${action("a1", "succeeded")}[1]\n${action("b1", "failed", { exception: "E" })}{"torn`,
  },
  "a level that two lines claim": { "app.log": action("a1", "succeeded") + message("a1", 2, { message_type: "late" }) },
  "two files": { "a.log": action("a1", "succeeded"), "b.log": action("b1", "failed", { exception: "E" }) },
  "a task in two files": {
    "a.log": message("a1", 2, { message_type: "later" }),
    "b.log": message("a1", 1, { action_type: "job", action_status: "started" }),
  },
  "two files that dispute a level": {
    "a.log": message("a1", 2, { message_type: "one", timestamp: 1700000009 }),
    "b.log": message("a1", 2, { message_type: "other", timestamp: 1700000001 }),
  },
  "tasks of one trace": {
    "app.log":
      message("0af76519-16cd-43dd-8448-eb211c80319c", 1, {
        action_type: "get",
        action_status: "started",
        clew_span_id: "b7ad6b7169203331",
      }) +
      message("b1", 1, {
        action_type: "serve",
        action_status: "started",
        clew_trace_id: "0af7651916cd43dd8448eb211c80319c",
        clew_parent_span_id: "b7ad6b7169203331",
      }),
  },
  "wrapped lines": {
    "app.log": action("a1", "failed", { exception: "E" })
      .trim()
      .split("\n")
      .map((log) => `${JSON.stringify({ log: `${log}\n`, stream: "stdout", time: "2026-11-28T10:00:00Z" })}\n`)
      .join(""),
  },
  "one failed task of many": {
    "app.log":
      Array.from({ length: 40 }, (_, i) => action(`s${i}`, "succeeded")).join("") +
      action("f1", "failed", { exception: "E" }) +
      action("f2", "failed", { exception: "E" }) +
      message("l1", 1, { message_type: "late" }),
  },
  "types of other kinds": {
    "app.log":
      Array.from({ length: 40 }, (_, i) => action(`s${i}`, "succeeded")).join("") +
      message("m1", 1, { message_type: "shown", action_type: "hidden" }) +
      message("m2", 1, { message_type: "shown", action_type: null }) +
      message("m3", 1, { message_type: 5 }) +
      message("m4", 1, { message_type: "hidden", action_type: "shown", action_status: "started" }),
  },
  "no lines": { "app.log": "" },
};

describe.each(Object.entries(LOGS))("of a log with %s", (_name, files) => {
  let folder: string;
  let log: string;
  const read = new Map<string, ClewRun>();
  let questions: readonly (readonly string[])[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-chosen-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    log = Object.keys(files).length === 1 ? join(folder, "app.log") : folder;
    const uuids = [
      ...Object.values(files)
        .join("")
        .matchAll(/"task_uuid": ?"([^"]+)"/g),
    ].map(([, uuid]) => uuid ?? "");
    const [first = "none", last = "none"] = [uuids[0], uuids.at(-1)];
    questions = [
      ["tree", "--task", first],
      ["tree", "--task", last.slice(0, 8).toUpperCase(), "--json"],
      ["tree", "--task", first, "--style", "eliot-tree", "--raw"],
      ["tree", "--task", ""],
      ["tree", "--task", "nowhere"],
      ["tree", "--failed"],
      ["tree", "--failed", "--sort", "duration", "--depth", "1"],
      ["tree", "--min-duration", "1s"],
      ["tree", "--task", first, "--filter", "status=failed"],
      ["export", "--to", "csv", "--rows", "messages", "--task", last],
      ["export", "--to", "chrome-trace", "--failed"],
      ["why"],
      ["slow", "--json"],
      ["stats", "--json"],
      ["find", "status=failed"],
      ["find", `task=${first}`],
      ["find", "--context", `task=${last.slice(0, 8)} type=job`],
      ["find", "--json", "type=job"],
      ...COUNTED.map((filter) => ["find", "--count", filter]),
      ["find", "--count", "--since", "1970-01-02", "status=failed"],
      ["find", "--count", "--select", "reason", "status=failed"],
    ];
    for (const asked of questions) read.set(asked.join(" "), await runClew(...asked, log));
    await (await openStore([log])).close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("says the same with a store beside it", async () => {
    for (const asked of questions) {
      const { stderr, ...rest } = await runClew(...asked, log);
      const said = stderr.replace(/^Answered from .*\n/m, "");
      expect({ ...rest, stderr: said }, asked.join(" ")).toEqual(read.get(asked.join(" ")));
    }
  });
});

describe("of a log of the museum", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "clew-museum-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(readdirSync(join(fixtures, "broken")).filter((name) => /\.log(\.gz)?$/.test(name)))(
    "%s, a store says the same as the log",
    async (name) => {
      const log = join(folder, name);
      copyFileSync(join(fixtures, "broken", name), log);
      const questions = [
        ["tree", "--task", ""],
        ["tree", "--json", "--failed"],
      ];
      const read = [];
      for (const asked of questions) read.push(await answerOf(...asked, log));
      await (await openStore([log])).close();
      for (const [i, asked] of questions.entries()) expect(await answerOf(...asked, log)).toEqual(read[i]);
    },
  );
});

/** An answer, without who gave it, and without the encoding of lines, which is told of those that were read for it. */
async function answerOf(...asked: string[]): Promise<Awaited<ReturnType<typeof runClew>>> {
  const { stderr, ...rest } = await runClew(...asked);
  const isAbout = /^(Answered from .*|.* read as windows-1252)\n/gm;
  return { ...rest, stderr: stderr.replace(isAbout, "") };
}
