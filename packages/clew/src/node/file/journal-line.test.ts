import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { addDestination, close, LogFileError, logError, logMessage, withAction } from "../../record/index.js";
import { toFile } from "../index.js";

const path = join(tmpdir(), `clew-journal-${process.pid}.log`);
const stream = process.env.JOURNAL_STREAM;

afterEach(async () => {
  await close();
  if (stream === undefined) delete process.env.JOURNAL_STREAM;
  else process.env.JOURNAL_STREAM = stream;
});

/** What `body` logs to a file descriptor, line by line. */
async function linesOf(options: Parameters<typeof toFile>[1], body: () => void, env?: (fd: number) => void) {
  const fd = openSync(path, "w");
  env?.(fd);
  toFile(fd, options);
  body();
  await close();
  closeSync(fd);
  return readFileSync(path, "utf8").split("\n").slice(0, -1);
}

/** As journald reads a line of standard output, after sd-daemon(3). */
function asJournald(line: string) {
  const [, priority, message = ""] = /^<([0-7])>(.*)$/.exec(line) ?? [];
  const { task_uuid: _, timestamp: __, ...fields } = JSON.parse(message) as Record<string, unknown>;
  return [Number(priority), fields.action_status ?? fields.message_type];
}

describe('toFile(fd, { form: "journal" })', () => {
  test("gives each line the priority that its severity has", async () => {
    const lines = await linesOf({ form: "journal" }, () => {
      logMessage("listening");
      logMessage("said", { log_level: "DEBUG" });
      logMessage("loud", { log_level: "fatal" });
      logMessage("unknown", { log_level: "chatty" });
      logMessage("quoted", { text: '"log_level":"fatal"', inner: { log_level: "fatal" } });
      withAction("good", () => {});
      expect(() =>
        withAction("bad", () => {
          throw new Error("no");
        }),
      ).toThrow();
      logError(new Error("loose"));
    });
    expect(lines.map(asJournald)).toEqual([
      [6, "listening"],
      [7, "said"],
      [2, "loud"],
      [6, "unknown"],
      [6, "quoted"],
      [6, "started"],
      [6, "succeeded"],
      [6, "started"],
      [3, "failed"],
      [3, "eliot:traceback"],
    ]);
  });

  test("warns of clew's own reports", async () => {
    const lines = await linesOf({ form: "journal" }, () => {
      const broken = () => {
        throw new Error("broken");
      };
      addDestination(broken);
      logMessage("m");
    });
    expect(lines.map(asJournald)).toContainEqual([4, "eliot:destination_failure"]);
  });

  test("cuts a line to what journald takes as one, priority included", async () => {
    const [line = ""] = await linesOf({ form: "journal" }, () => logMessage("m", { text: "é".repeat(100_000) }));
    expect(Buffer.byteLength(`${line}\n`)).toBeLessThanOrEqual(48 * 1024);
    expect(asJournald(line)).toEqual([6, "m"]);
    const [short = ""] = await linesOf({ form: "journal", maxLineBytes: 2_000 }, () =>
      logMessage("m", { text: "é".repeat(100_000) }),
    );
    expect(Buffer.byteLength(`${short}\n`)).toBeLessThanOrEqual(2_000);
  });

  test("serves a stream as well", async () => {
    const lines: string[] = [];
    const target = new Writable({
      decodeStrings: false,
      write(line: string, _encoding, done) {
        lines.push(line);
        done();
      },
    });
    toFile(target, { form: "journal" });
    logMessage("m");
    await close();
    expect(lines.map((line) => asJournald(line.trimEnd()))).toEqual([[6, "m"]]);
  });

  test("refuses a file, which no journal reads, and a form that there is not", () => {
    expect(() => toFile(path, { form: "journal" })).toThrow(LogFileError);
    expect(() => toFile(path, { form: "journal" })).toThrow(/the journal reads no files; give process.stdout/);
    expect(() => toFile(1, { form: "logfmt" as "json" })).toThrow(/no form "logfmt"; give "json", "journal" or "auto"/);
  });
});

describe('toFile(fd, { form: "auto" })', () => {
  const says = (fd: number) => {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    process.env.JOURNAL_STREAM = `${dev}:${ino}`;
  };

  test("has the journal's form where systemd says that this is its journal, and JSON elsewhere", async () => {
    const log = () => logMessage("m");
    expect((await linesOf({ form: "auto" }, log, says))[0]).toMatch(/^<6>\{"task_uuid"/);
    process.env.JOURNAL_STREAM = "1:1";
    expect((await linesOf({ form: "auto" }, log))[0]).toMatch(/^\{"task_uuid"/);
    delete process.env.JOURNAL_STREAM;
    expect((await linesOf({ form: "auto" }, log))[0]).toMatch(/^\{"task_uuid"/);
  });
});
