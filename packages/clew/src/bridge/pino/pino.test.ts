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
    expect(messages[2]).toMatchObject({ log_level: "error", message: "no", exception: "RangeError", reason: "no" });
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

  test("keeps the text, level and name that pino writes beside fields of the same names", () => {
    const messages: Message[] = [];
    addDestination((message) => messages.push(message));
    const logger = pino({ name: "shop" }, fromPino());
    const own = {
      level: 7,
      time: 1,
      pid: 2,
      hostname: "h",
      name: "n",
      message: "m",
      logger: "l",
      log_level: "x",
      msg: "first",
    };
    logger.warn(own, "the text");
    expect(messages[0]).toMatchObject({
      log_level: "warn",
      logger: "shop",
      message: "the text",
      field_level: 7,
      field_time: 1,
      field_pid: 2,
      field_hostname: "h",
      field_name: "n",
      field_message: "m",
      field_logger: "l",
      field_log_level: "x",
      field_msg: "first",
    });
  });

  test("tells an error in the words of a failure, as the importer does, and takes the text under another key", () => {
    const messages: Message[] = [];
    addDestination((message) => messages.push(message));
    pino({ messageKey: "message" }, fromPino()).error(
      Object.assign(new RangeError("no"), { code: "E" }),
      'it {"} failed',
    );
    expect(messages[0]).toMatchObject({
      message: 'it {"} failed',
      exception: "RangeError",
      reason: "no",
      traceback: expect.stringContaining("RangeError: no"),
      err: { code: "E" },
    });
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
