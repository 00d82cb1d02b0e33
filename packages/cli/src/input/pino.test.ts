import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { type Message, Parser, parseLine, type TaskTree, type WrittenAction } from "clew/parse";
import fc from "fast-check";
import pino, { type Logger, type LoggerOptions } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

const folder = mkdtempSync(join(tmpdir(), "clew-pino-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What pino itself writes, at one moment. */
function written(log: (logger: Logger) => void, options: LoggerOptions = {}): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  log(pino({ base: { pid: 7 }, timestamp: () => ',"time":1795388663922', ...options }, stream));
  return text;
}

function file(text: string): string {
  const path = join(folder, "app.log");
  writeFileSync(path, text);
  return path;
}

async function imported(text: string, ...options: string[]): Promise<Message[]> {
  const { stdout } = await runClew("import", ...options, file(text));
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const parsed = parseLine(line);
      if (!parsed.ok) throw new Error(parsed.reason);
      return parsed.message;
    });
}

function treesOf(messages: readonly Message[]): TaskTree[] {
  const parser = new Parser();
  return [...messages.flatMap((message) => [...parser.add(message)]), ...parser.end()];
}

describe("clew import, of pino's lines", () => {
  test("turns each line into a message with its level, logger, text and fields", async () => {
    const [message] = await imported(
      written((logger) => logger.warn({ user: { id: 3 } }, "hello %s", "you"), { name: "shop" }),
    );
    expect(message).toEqual({
      task_uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      task_level: [1],
      timestamp: 1795388663.922,
      message_type: "clew:pino",
      log_level: "warn",
      logger: "shop",
      message: "hello you",
      pid: 7,
      user: { id: 3 },
    });
  });

  test("writes an error as Eliot does, and keeps what it held besides", async () => {
    const error = Object.assign(new RangeError("boom"), { code: "E1", stack: "RangeError: boom\n    at f (a.js:1:1)" });
    const [one, two] = await imported(
      written((logger) => {
        logger.error(error);
        logger.error({ err: new Error(""), exception: "mine" }, "empty");
      }),
    );
    expect(one).toMatchObject({
      log_level: "error",
      message: "boom",
      exception: "RangeError",
      reason: "boom",
      traceback: "RangeError: boom\n    at f (a.js:1:1)",
      err: { code: "E1" },
    });
    expect(two).toMatchObject({ exception: "Error", reason: "Error", field_exception: "mine" });
    expect(two).not.toHaveProperty("err");
  });

  test.each<[string, LoggerOptions]>([
    ["milliseconds", { timestamp: () => ',"time":1795388663922' }],
    ["ISO 8601", { timestamp: () => ',"time":"2026-11-22T23:04:23.922Z"' }],
    ["ISO 8601 with nanoseconds", { timestamp: () => ',"time":"2026-11-22T23:04:23.922000000Z"' }],
    ["seconds", { timestamp: () => ',"time":1795388663.922' }],
    ["another zone, under another name", { timestamp: () => ',"@timestamp":"2026-11-23T00:04:23.922+01:00"' }],
  ])("reads times in %s", async (_, options) => {
    expect((await imported(written((logger) => logger.info("x"), options)))[0]?.timestamp).toBe(1795388663.922);
  });

  test("reads levels and texts under the names and in the forms that pino can be told to write", async () => {
    const text = written(
      (logger) => {
        logger.info("one");
        (logger as Logger & { loud: (text: string) => void }).loud("two");
      },
      {
        messageKey: "message",
        customLevels: { loud: 35 },
        formatters: { level: (label, number) => ({ severity: number === 35 ? 35 : label }) },
      },
    );
    expect((await imported(text)).map(({ log_level, message }) => [log_level, message])).toEqual([
      ["info", "one"],
      ["35", "two"],
    ]);
  });

  test("gives a line without a time that of the line before it", async () => {
    const without = written((logger) => logger.info("later"), { timestamp: false });
    const messages = await imported(written((logger) => logger.info("now")) + without);
    expect(messages.map(({ timestamp }) => timestamp)).toEqual([1795388663.922, 1795388663.922]);
    const alone = await runClew("import", file(without));
    expect(alone).toMatchObject({ status: 0 });
    expect(alone.stderr).toContain("1 line has no time and stands after the one before it");
  });

  test("keeps the digits of long integers, and names that the format reserves under others", async () => {
    const text = written((logger) => logger.info({ big: 2n ** 70n, task_uuid: "mine", clew_x: 1, message: "m" }, "x"));
    const { stdout } = await runClew("import", file(text));
    expect(stdout).toContain(
      '"big":1180591620717411303424,"field_task_uuid":"mine","field_clew_x":1,"field_message":"m"',
    );
  });

  test("keeps the text between them, and reads what is like them", async () => {
    const path = file(`Server listening\n\n[1]\n{"msg":"no level"}\n${written((logger) => logger.info("x"))}`);
    const { stderr, stdout, status } = await runClew("import", path);
    expect(status).toBe(0);
    const types = stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as Message).message_type);
    expect(types).toEqual(["clew:text", "clew:json", "clew:pino"]);
    expect(stderr).toMatch(/app\.log: JSON lines and pino's lines; 1 line has no time/);
  });

  test("takes a byte order mark and the line ends of Windows", async () => {
    const text = written((logger) => logger.info("x"));
    expect(await imported(`\ufeff${text.replace("\n", "\r\n")}`)).toMatchObject([{ message: "x" }]);
  });

  test("lets a log of clew's as it is", async () => {
    const line = '{"task_uuid":"t","task_level":[1],"timestamp":1,"message_type":"x"}\n';
    expect(await runClew("import", file(line))).toEqual({ stdout: line, stderr: "", status: 0 });
  });

  test("gives the same tasks when it reads the same log again", async () => {
    const text = written((logger) => {
      logger.info("x");
      logger.info("x");
    });
    const messages = await imported(text);
    expect(await imported(text)).toEqual(messages);
    expect(new Set(messages.map(({ task_uuid }) => task_uuid)).size).toBe(2);
  });

  test("writes logs that can be read, and nothing raw, whatever pino was given", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" })),
        fc.string({ unit: "binary" }),
        async (fields, text) => {
          const line = JSON.stringify({ ...fields, level: 30, time: 1795388663922, msg: text });
          const { stdout } = await runClew("import", file(line));
          expect(stdout).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
          for (const each of stdout.trimEnd().split("\n")) expect(parseLine(each)).toMatchObject({ ok: true });
        },
      ),
      { numRuns: 40 },
    );
  }, 30_000);
});

describe("requests in a log of pino's", () => {
  const at = (ms: number) => ({ timestamp: () => `,"time":${1795388663000 + ms}` });
  const fastify = (id: string, statusCode: number, error?: Error) =>
    written(
      (logger) => logger.child({ reqId: id }).info({ req: { method: "GET", url: "/cart" } }, "incoming request"),
      at(0),
    ) +
    written((logger) => logger.child({ reqId: id }).info("looking"), at(20)) +
    written(
      (logger) =>
        logger
          .child({ reqId: id })
          .info({ res: { statusCode }, responseTime: 50.5, ...(error && { err: error }) }, "request completed"),
      at(50),
    );
  const rootsOf = async (text: string) => treesOf(await imported(text)).map(({ root }) => root as WrittenAction);

  test("become tasks that begin with their first line and end with the response", async () => {
    const [tree] = treesOf(await imported(fastify("req-1", 200)));
    expect(tree?.isComplete).toBe(true);
    expect(tree?.root).toMatchObject({
      actionType: "http.request",
      status: "succeeded",
      startTime: 1795388663,
      durationSeconds: 0.0505,
      startFields: { request_id: "req-1", method: "GET", path: "/cart", message: "incoming request" },
      endFields: { status: 200, message: "request completed" },
      children: [{ fields: { message: "looking" } }],
    });
  });

  test("fail with their error, or with a status from 500 on", async () => {
    const [one, two] = await rootsOf(fastify("req-1", 500, new TypeError("no cart")) + fastify("req-2", 503));
    expect(one).toMatchObject({ status: "failed", exception: "TypeError", reason: "no cart" });
    expect(two).toMatchObject({ status: "failed", exception: "HTTP 503", reason: "request completed" });
  });

  test("of which only the end is logged begin as long before it as they took", async () => {
    const line = written((logger) =>
      logger.info(
        { req: { id: 1, method: "GET", url: "/" }, res: { statusCode: 200 }, responseTime: 922 },
        "request completed",
      ),
    );
    const [root] = await rootsOf(line);
    expect(root).toMatchObject({ startTime: 1795388663, endTime: 1795388663.922, startFields: { request_id: 1 } });
  });

  test("that run at once, and whose ids come again, are told apart", async () => {
    const lines = [fastify("a", 200), fastify("b", 200)].map((text) => text.trimEnd().split("\n"));
    const mixed = [0, 1, 2].flatMap((i) => lines.map((each) => each[i])).join("\n");
    expect(await rootsOf(`${mixed}\n${fastify("a", 200)}`)).toHaveLength(3);
  });

  test("stay unfinished where no response was logged, and take what is logged after it", async () => {
    const late = written((logger) => logger.child({ reqId: "a" }).info("late"));
    const open = written((logger) => logger.child({ reqId: "b" }).info("never answered"));
    const [answered, other] = await rootsOf(fastify("a", 200) + late + open);
    expect(answered?.children.at(-1)).toMatchObject({ number: 4, fields: { message: "late" } });
    expect(other).toMatchObject({ status: "started" });
  });

  test("are drawn by clew tree", async () => {
    const log = join(folder, "imported.log");
    const { stdout } = await runClew("import", file(fastify("req-1", 500, new TypeError("no cart"))));
    writeFileSync(log, stdout);
    const tree = await runClew("tree", "--color", "never", "--width", "200", log);
    expect(tree.status).toBe(0);
    const [, root, ...messages] = tree.stdout.trimEnd().split("\n");
    expect(root).toMatch(/✗ http.request {2}TypeError: no cart {2}request_id=req-1 {2}method=GET {2}path=\/cart/);
    expect(messages.join("\n")).toMatch(/looking/);
  });

  test("are left alone with --no-group", async () => {
    const trees = treesOf(await imported(fastify("a", 200), "--no-group"));
    expect(trees.map(({ root }) => root.kind)).toEqual(["message", "message", "message"]);
  });
});
