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
