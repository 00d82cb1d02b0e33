import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { close, LogFileError, ledger, logMessage, withAction } from "../record/index.js";
import { toFile } from "./index.js";

const path = join(tmpdir(), `clew-choice-${process.pid}.log`);

afterEach(async () => {
  await close();
  rmSync(path, { force: true });
});

describe("toFile(path, { filter })", () => {
  test("writes what the filter lets through, and counts the rest as filtered", () => {
    toFile(path, { filter: ({ message_type }) => message_type !== "noise" });
    withAction("work", () => {
      logMessage("noise");
      logMessage("signal");
    });
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).message_type)).toEqual([undefined, "signal", undefined]);
    expect(ledger()[0]).toMatchObject({ logged: 4, written: 3, filtered: 1, pending: 0 });
  });

  test("refuses a filter that is no function before it touches the file", () => {
    const filter = "noise" as unknown as () => boolean;
    expect(() => toFile(path, { filter })).toThrow(LogFileError);
    expect(() => toFile(path, { filter })).toThrow(/filter is of type string; give a function of the message/);
    expect(existsSync(path)).toBe(false);
  });
});
