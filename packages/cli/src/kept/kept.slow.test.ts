import { spawn } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../store/index.js";
import { type ClewRun, runClew } from "../testing/run-clew.js";

// A command says the same, byte for byte, whether its answer was kept beside the log or worked out.

const fixtures = fileURLToPath(new URL("../../../../fixtures/", import.meta.url));
const KEPT = /^Answered from .*\.clew-index\.answers, where the answer is kept; the log has not changed since\.\n/;

const eliot = (name: string) => readFileSync(join(fixtures, `python-eliot/1.13/${name}.log`), "utf8");
/** The first lines of a packed log: enough for failures, and for what sets them apart. */
const packed = (name: string) =>
  gunzipSync(readFileSync(join(fixtures, name)))
    .toString()
    .split("\n")
    .slice(0, 3000)
    .join("\n");
const message = (uuid: string, level: number, rest: object) =>
  `${JSON.stringify({ task_uuid: uuid, task_level: [level], timestamp: 1700000000 + level, ...rest })}\n`;
const action = (uuid: string, status: string, rest: object = {}) =>
  message(uuid, 1, { action_type: "job", action_status: "started", n: 1.0 }) +
  message(uuid, 2, { action_type: "step", action_status: "started" }).replace("[2]", "[2,1]") +
  message(uuid, 2, { action_type: "step", action_status: status, ...rest }).replace("[2]", "[2,2]") +
  message(uuid, 3, { action_type: "job", action_status: status, ...rest });

/** Values that JSON has no word for, or that look as if they stood for some. */
const STRANGE = [
  '{"$int":"5"}',
  '{"$float":"NaN"}',
  "123456789012345678901234567890",
  "1e400",
  "-0",
  "-0.0",
  "NaN",
  '{"__proto__":{"a":1},"constructor":2}',
  '"\\u0000\\u001b[31m\\u202e"',
  '"\\ud800"',
  "[[[[1]]]]",
  "null",
];

const LOGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a shop": { "app.log": packed("causes/why-01-shop.log.gz") },
  "values of all kinds": { "app.log": eliot("typed-fields") },
  "tracebacks and escapes": { "app.log": eliot("tracebacks") + eliot("unicode-escaped") },
  "strange values": {
    "app.log": STRANGE.map(
      (value, i) =>
        message(`t${i}`, 1, { action_type: "job", action_status: "started" }) +
        message(`t${i}`, 2, { message_type: "note", value: "VALUE" }).replace('"VALUE"', value) +
        message(`t${i}`, 3, { action_type: "job", action_status: "failed", exception: `E${i}`, reason: "r" }),
    ).join(""),
  },
  "lines that are no messages": {
    "app.log": `oops\n${action("a1", "succeeded")}[1]\n${action("b1", "failed", { exception: "E" })}{"torn`,
  },
  "lines of no use": {
    "app.log":
      `${action("a1", "succeeded")}{"task_uuid":"b","task_level":[0],"timestamp":1}\n${'{"task_uuid":"c"'.repeat(2)}\n`.repeat(
        12,
      ),
  },
  "lines of another logger": {
    "app.log": Array.from(
      { length: 20 },
      (_, i) =>
        `${JSON.stringify({ level: 30 + (i % 3) * 10, time: 1700000000000 + i, pid: 1, hostname: "h", msg: `m${i}`, reqId: i % 4 })}\n`,
    ).join(""),
  },
  "text, and a crash at its end": {
    "app.log": `starting up\n${action("a1", "succeeded")}TypeError: x is not a function\n    at main (a.js:1:2)\n`,
  },
  "errors outside of actions": { "app.log": message("m1", 1, { message_type: "oops", exception: "E" }) },
  "two files": { "a.log": action("a1", "succeeded"), "b.log": `oops\n${action("b1", "failed", { exception: "E" })}` },
  "a file that is left out": { "a.log": action("a1", "succeeded"), "notes.txt": "none" },
  "no lines": { "app.log": "" },
};

const QUESTIONS: readonly (readonly string[])[] = [
  ["why"],
  ["why", "--handled", "--ascii"],
  ["why", "--color", "always", "--theme", "light"],
  ["why", "--failed", "type=note or type=step"],
  ["why", "--since", "2023-11-14T22:13:22"],
  ["why", "--against", "type=step"],
  ["why", "--by", "n"],
  ["why", "--until", "2023-11-14T22:13:23"],
  ["why", "--task-by", "reqId"],
  ["slow"],
  ["slow", "--slowest", "50%"],
  ["slow", "--against", "status=failed"],
  ["stats"],
  ["stats", "--by", "n"],
  ["stats", "--since", "2023-11-14T22:13:22"],
  ["path", "status=failed"],
  ["path", "type=step"],
  ["path", "type=none"],
];

/** The options of looks are not part of a question, so that an answer in colours was kept with the one without. */
const asked = QUESTIONS.flatMap((question) => [question, [...question, "--json"]]);

let folder: string;
let log: string;

describe.each(Object.entries(LOGS))("of a log with %s", (_name, files) => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-kept-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    log = Object.keys(files).length === 1 ? join(folder, "app.log") : folder;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("each command says the same out of what was kept", async () => {
    const read = new Map<readonly string[], ClewRun>();
    for (const question of asked) read.set(question, await runClew(...question, log));
    await (await openStore([log])).close();
    const fresh = new Set<string>();
    for (const question of asked) {
      const first = await runClew(...question, log);
      const second = await runClew(...question, log);
      // A form is asked for the first time: then the log is read, and never again.
      const form = question.filter((word) => !/^(--json|--ascii|--color|always|--theme|light)$/.test(word)).join(" ");
      expect(KEPT.test(first.stderr), question.join(" ")).toBe(fresh.has(form));
      fresh.add(form);
      expect(second.stderr, question.join(" ")).toMatch(KEPT);
      for (const run of [first, second]) {
        const said = { ...run, stderr: run.stderr.replace(KEPT, "") };
        expect(said, question.join(" ")).toEqual(read.get(question));
      }
    }
  });
});

describe("a kept answer", () => {
  const kept = () => `${log}.clew-index.answers`;
  const files = () => readdirSync(kept()).map((name) => join(kept(), name));
  const isKept = async (...question: string[]) => KEPT.test((await runClew(...question, log)).stderr);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "clew-kept-"));
    log = join(folder, "app.log");
    writeFileSync(log, action("a1", "succeeded") + action("b1", "failed", { exception: "E", reason: "r" }));
    await (await openStore([log])).close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("needs a store: without one nothing is written beside a log", async () => {
    rmSync(`${log}.clew-index`);
    expect([await isKept("why"), await isKept("why"), readdirSync(folder)]).toEqual([false, false, ["app.log"]]);
  });

  test("is used without reading the log", async () => {
    utimesSync(log, 1_700_000_000, 1_700_000_000);
    const { stdout } = await runClew("why", log);
    // Other bytes of the same length and time: only who reads them can tell.
    writeFileSync(log, "x".repeat(statSync(log).size));
    utimesSync(log, 1_700_000_000, 1_700_000_000);
    const touched = await runClew("why", log);
    expect([touched.stdout, touched.stderr]).toEqual([stdout, expect.stringMatching(KEPT)]);
  });

  test("is of one state of the log: when that grows, the next is worked out and takes its place", async () => {
    await runClew("why", log);
    expect(await isKept("why")).toBe(true);
    appendFileSync(log, action("c1", "failed", { exception: "Other" }));
    const grown = await runClew("why", log);
    expect([KEPT.test(grown.stderr), grown.stdout.includes("Other"), files().length]).toEqual([false, true, 1]);
    expect(await isKept("why")).toBe(true);
  });

  test("is found by another name of the log, and names what was unused as the log is called now", async () => {
    appendFileSync(log, '{"task_uuid":"b","task_level":[0],"timestamp":1}\n');
    await runClew("why", log);
    const { stderr } = await runClew("why", `${folder}/./app.log`);
    expect(stderr).toContain("Answered from");
    expect(stderr).toContain(`${folder}/./app.log:9: task_level`);
  });

  test("of two logs is of the state of both", async () => {
    const other = join(folder, "usual.log");
    writeFileSync(other, action("u1", "succeeded"));
    for (const question of [
      ["why", "--baseline", other, log],
      ["slow", "--baseline", other, "--json", log],
      ["diff", log, other],
      ["diff", "--changes", log, other],
    ]) {
      writeFileSync(other, action("u1", "succeeded"));
      const read = await runClew(...question);
      const again = await runClew(...question);
      expect({ ...again, stderr: again.stderr.replace(KEPT, "") }).toEqual(read);
      expect(again.stderr).toMatch(KEPT);
      appendFileSync(other, action("u2", "succeeded"));
      expect((await runClew(...question)).stderr).not.toMatch(KEPT);
    }
  });

  test("of two tasks of a log is kept, too", async () => {
    const question = ["diff", log, "--task", "a1", "--task", "b1"];
    const read = await runClew(...question);
    const again = await runClew(...question);
    expect(again).toEqual({ ...read, stderr: expect.stringMatching(KEPT) });
  });

  test("is none where the question is of this moment", async () => {
    await runClew("path", "time>'900000h ago'", log);
    expect(await isKept("path", "time>'900000h ago'")).toBe(false);
    await runClew("why", "--failed", "time<'1s ago'", log);
    expect(await isKept("why", "--failed", "time<'1s ago'")).toBe(false);
  });

  test("that is torn, changed, of another question or no plain file is none, and is written anew", async () => {
    const { stdout } = await runClew("why", log);
    await runClew("stats", log);
    const [file = "", other = ""] = files().sort(
      (a, b) => Number(readFileSync(b).includes('\\"why\\"')) - Number(readFileSync(a).includes('\\"why\\"')),
    );
    expect(readFileSync(file).toString("latin1")).toContain('\\"why\\"');
    const whole = readFileSync(file);
    const end = whole.indexOf("\n") + 1;
    const damaged: (() => void)[] = [
      () => writeFileSync(file, ""),
      () => writeFileSync(file, whole.subarray(0, end)),
      () => writeFileSync(file, whole.subarray(0, whole.length - 1)),
      () => writeFileSync(file, Buffer.concat([whole, Buffer.from("x")])),
      () => writeFileSync(file, Buffer.from(whole.map((byte, i) => (i === end + 40 ? byte ^ 1 : byte)))),
      () => writeFileSync(file, "\0".repeat(whole.length)),
      () => copyFileSync(other, file),
      () => {
        rmSync(file);
        symlinkSync("/dev/zero", file);
      },
      () => {
        rmSync(file);
        symlinkSync(other, file);
      },
    ];
    for (const damage of damaged) {
      damage();
      const run = await runClew("why", log);
      expect([run.stdout, KEPT.test(run.stderr)]).toEqual([stdout, false]);
      expect(await isKept("why")).toBe(true);
    }
  });

  test("that has the right sums but no answer in it is none", async () => {
    const { stdout } = await runClew("why", log);
    const [file = ""] = files();
    const { createHash } = await import("node:crypto");
    const head = JSON.parse(readFileSync(file).toString("latin1").split("\n")[0] ?? "") as object;
    for (const value of [
      null,
      5,
      { answer: {}, findings: [] },
      { answer: { report: {}, errors: 0 }, findings: [{}] },
    ]) {
      const body = serialize(value);
      const forged = { ...head, answer: createHash("sha256").update(body).digest("hex") };
      writeFileSync(file, Buffer.concat([Buffer.from(`${JSON.stringify(forged)}\n`), body]));
      const run = await runClew("why", log);
      expect([run.stdout, KEPT.test(run.stderr)]).toEqual([stdout, false]);
    }
  });

  test("that cannot be written is not missed", async () => {
    writeFileSync(kept(), "a file where the folder would be");
    const runs = [await runClew("why", log), await runClew("why", log)];
    expect(runs[1]).toEqual(runs[0]);
    expect(readFileSync(kept(), "utf8")).toBe("a file where the folder would be");
  });

  test("is one of 32: the oldest go", async () => {
    for (let i = 0; i < 40; i++) await runClew("path", `n=${i}`, log);
    expect(files().length).toBe(32);
    expect([await isKept("path", "n=39"), await isKept("path", "n=0")]).toEqual([true, false]);
  });

  test("can be read by its owner alone, and is no log of its folder", async () => {
    await runClew("why", log);
    expect([statSync(kept()).mode & 0o777, ...files().map((file) => statSync(file).mode & 0o777)]).toEqual([
      0o700, 0o600,
    ]);
    const { stdout, stderr } = await runClew("stats", folder);
    expect([stdout.includes("job"), stderr]).toEqual([true, ""]);
    expect((await runClew("stats", log, kept())).stdout).toBe(stdout);
  });

  test("is whole whenever two processes keep the same one at once", async () => {
    mkdirSync(kept(), { mode: 0o700 });
    const clew = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
    const run = () =>
      new Promise<string>((resolve) => {
        const child = spawn(process.execPath, [clew, "why", basename(log)], { cwd: folder });
        let text = "";
        child.stdout.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        child.on("close", () => resolve(text));
      });
    const texts = await Promise.all(Array.from({ length: 4 }, run));
    expect(new Set(texts).size).toBe(1);
    expect(files().length).toBe(1);
  });

  test("is there for the usual questions after clew index --answers, out of one reading", async () => {
    await runClew("index", "--answers", log);
    for (const name of ["why", "slow", "stats"]) expect(await isKept(name), name).toBe(true);
    const times = files().map((file) => statSync(file).mtimeMs);
    await runClew("index", "--answers", log);
    expect(files().map((file) => statSync(file).mtimeMs)).toEqual(times);
  });
});
