import { Writable } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import winston from "winston";
import { addDestination, close, logError, logMessage, type Message, withAction } from "../../index.node.js";
import { fromWinston, toWinston } from "./index.js";

function createLogger(levels?: winston.config.AbstractConfigSetLevels) {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
  const transports = [new winston.transports.Stream({ stream })];
  const options = { level: "debug", transports, format: winston.format.json() };
  return { lines, logger: winston.createLogger(levels === undefined ? options : { ...options, levels }) };
}

function listen(): Message[] {
  const messages: Message[] = [];
  addDestination((message) => messages.push(message));
  return messages;
}

afterEach(() => close());

describe("fromWinston(logger)", () => {
  test("makes winston's lines messages of the current action, those of children too", async () => {
    const messages = listen();
    const { logger, lines } = createLogger();
    fromWinston(logger);
    await withAction("work", async () => {
      await null;
      logger.warn("skipped", { row: 17 });
      logger.child({ request: "r-1" }).info("done");
      logger.silly("not enabled");
    });
    expect(messages[1]).toMatchObject({
      message_type: "clew:winston",
      log_level: "warn",
      message: "skipped",
      row: 17,
      task_level: [2],
    });
    expect(messages[2]).toMatchObject({ log_level: "info", message: "done", request: "r-1" });
    expect(messages).toHaveLength(4);
    expect(lines.map(({ message }) => message)).toEqual(["skipped", "done"]);
  });

  test.each([
    ["format.json", winston.format.json()],
    [
      "errors, splat, json",
      winston.format.combine(winston.format.errors({ stack: true }), winston.format.splat(), winston.format.json()),
    ],
  ])("tells what winston writes: values in the text, every meta object, errors (%s)", (_name, format) => {
    const messages = listen();
    const { logger, lines } = createLogger();
    logger.format = format;
    fromWinston(logger);
    logger.info("user %s has %d", "kim", 3, { a: 1 }, { b: 2 });
    logger.info("plain", { a: 1 }, { b: 2 });
    logger.info("left over", 5);
    logger.info("own names", { exception: "e", log_level: "l", reason: "r" });
    expect(messages).toMatchObject([
      { message: "user kim has 3", a: 1, b: 2 },
      { message: "plain", a: 1, b: 2 },
      { message: "left over", splat: [5] },
      { message: "own names", log_level: "info", field_log_level: "l", field_exception: "e", field_reason: "r" },
    ]);
    logger.error(new RangeError("bad row"));
    logger.error("no", new TypeError("worse"));
    logger.error({ level: "error", message: new RangeError("inside") });
    expect(messages.slice(4)).toMatchObject([
      {
        exception: "RangeError",
        reason: "bad row",
        message: "bad row",
        traceback: expect.stringContaining("bad row\n"),
      },
      { exception: "TypeError", reason: "worse", traceback: expect.stringContaining("worse\n") },
      { exception: "RangeError", reason: "inside" },
    ]);
    expect(lines).toHaveLength(7);
  });

  test("leaves out what the logger's format takes out", () => {
    const messages = listen();
    const { logger } = createLogger();
    const hide = winston.format((info) => (info.message === "secret" ? false : { ...info, password: "***" }));
    logger.format = winston.format.combine(winston.format.splat(), hide(), winston.format.json());
    fromWinston(logger);
    logger.info("secret");
    logger.info("a line", { password: "p1" }, { password: "p2" });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ password: "***" });
  });

  test("ends when it is told", () => {
    const messages = listen();
    const { logger, lines } = createLogger();
    fromWinston(logger, { messageType: "other" })();
    logger.info("not ours");
    expect(messages).toEqual([]);
    expect(lines).toHaveLength(1);
  });
});

describe("toWinston(logger)", () => {
  test("logs messages at the level of their severity, with what places them in their task", () => {
    const { logger, lines } = createLogger();
    toWinston(logger);
    withAction("work", () => logMessage("note", { level: 3, message: "theirs", n: 1 }));
    logMessage("detail", { log_level: "debug" });
    logMessage("odd", { log_level: "unheard of" });
    logError(new RangeError("no"));
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ["info", "work started"],
      ["info", "note"],
      ["info", "work succeeded"],
      ["debug", "detail"],
      ["info", "odd"],
      ["error", "eliot:traceback"],
    ]);
    expect(lines[1]).toMatchObject({
      message_type: "note",
      task_level: [2],
      field_level: 3,
      field_message: "theirs",
      n: 1,
    });
  });

  test("speaks the names of the logger's own levels", () => {
    const { logger, lines } = createLogger(winston.config.syslog.levels);
    toWinston(logger);
    logMessage("careful", { log_level: "warn" });
    expect(lines[0]?.level).toBe("warning");
  });

  test("and fromWinston do not feed each other", () => {
    const messages = listen();
    const { logger, lines } = createLogger();
    fromWinston(logger);
    toWinston(logger);
    logMessage("ours");
    logger.info("theirs");
    expect(lines.map(({ message }) => message)).toEqual(["ours", "theirs"]);
    expect(messages.map(({ message_type }) => message_type)).toEqual(["ours", "clew:winston"]);
  });
});
