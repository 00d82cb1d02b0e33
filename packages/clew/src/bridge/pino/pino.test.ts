import pino from "pino";
import { afterEach, describe, expect, test } from "vitest";
import { addDestination, close, logError, logMessage, type Message, withAction } from "../../index.node.js";
import { fromPino, toPino } from "./index.js";

function createStream() {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
}

function listen(): Message[] {
  const messages: Message[] = [];
  addDestination((message) => messages.push(message));
  return messages;
}

afterEach(() => close());

describe("fromPino()", () => {
  test("makes pino's lines messages of the current action", async () => {
    const messages = listen();
    const logger = pino({ name: "import", redact: ["password"] }, fromPino()).child({ request: "r-1" });
    await withAction("work", async () => {
      await null;
      logger.warn({ row: 17, password: "12345" }, "skipped %s", "it");
      logger.error(new RangeError("no"));
    });
    expect(messages[1]).toEqual({
      task_uuid: messages[0]?.task_uuid,
      task_level: [2],
      timestamp: expect.any(Number),
      message_type: "clew:pino",
      log_level: "warn",
      logger: "import",
      message: "skipped it",
      request: "r-1",
      row: 17,
      password: "[Redacted]",
    });
    expect(messages[2]).toMatchObject({ log_level: "error", message: "no", err: { type: "RangeError" } });
  });

  test("takes lines in whatever form the logger gives them", () => {
    const messages = listen();
    const stream = fromPino({ messageType: "other" });
    pino({ formatters: { level: (level) => ({ level }) }, customLevels: { notice: 35 } }, stream).notice("custom");
    pino({ customLevels: { notice: 35 } }, stream).notice("number");
    stream.write("no JSON\n");
    stream.write("5\n");
    expect(messages.map(({ message_type, log_level, message }) => [message_type, log_level, message])).toEqual([
      ["other", "notice", "custom"],
      ["other", "35", "number"],
      ["other", undefined, "no JSON"],
      ["other", undefined, "5"],
    ]);
  });
});

describe("toPino(logger)", () => {
  test("logs messages at the level of their severity, with what places them in their task", () => {
    const stream = createStream();
    toPino(pino({ level: "debug" }, stream));
    withAction("work", () => logMessage("note", { level: 3, msg: "theirs", n: 1 }));
    logMessage("detail", { log_level: "debug" });
    logMessage("odd", { log_level: "bindings" });
    logError(new RangeError("no"));
    expect(stream.lines.map(({ level, msg }) => [level, msg])).toEqual([
      [30, "work started"],
      [30, "note"],
      [30, "work succeeded"],
      [20, "detail"],
      [30, "odd"],
      [50, "eliot:traceback"],
    ]);
    expect(stream.lines[1]).toMatchObject({
      message_type: "note",
      task_level: [2],
      field_level: 3,
      field_msg: "theirs",
      n: 1,
    });
  });

  test("and fromPino do not feed each other", () => {
    const messages = listen();
    const stream = createStream();
    const logger = pino({}, pino.multistream([{ stream }, { stream: fromPino() }]));
    toPino(logger);
    logMessage("ours");
    logger.info("theirs");
    expect(stream.lines.map(({ msg }) => msg)).toEqual(["ours", "theirs"]);
    expect(messages.map(({ message_type }) => message_type)).toEqual(["ours", "clew:pino"]);
  });
});
