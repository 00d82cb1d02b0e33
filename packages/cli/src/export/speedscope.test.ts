import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { action, anyLog, ELIOT_LOGS, exported, golden, ORDER } from "./in-test.js";

interface Profile {
  readonly name: string;
  readonly startValue: number;
  readonly endValue: number;
  readonly events: readonly { readonly type: "O" | "C"; readonly frame: number; readonly at: number }[];
}

interface File {
  readonly profiles: readonly Profile[];
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
}

/** The schema that speedscope's own package holds. */
const schemaFile = createRequire(import.meta.url).resolve("speedscope/dist/release/file-format-schema.json");
const isValid = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schemaFile, "utf8")));

/** Throws unless speedscope takes it: its schema, and what it demands of events besides. */
function checked(json: string): File {
  const file: File = JSON.parse(json);
  expect(isValid(file), JSON.stringify(isValid.errors)).toBe(true);
  for (const { startValue, endValue, events } of file.profiles) {
    const open: number[] = [];
    let last = startValue;
    for (const { type, frame, at } of events) {
      expect(at).toBeGreaterThanOrEqual(last);
      expect(file.shared.frames[frame]).toBeDefined();
      last = at;
      if (type === "O") open.push(frame);
      else expect(open.pop()).toBe(frame);
    }
    expect(open).toEqual([]);
    expect(last).toBeLessThanOrEqual(endValue);
  }
  return file;
}

describe("clew export --to speedscope", () => {
  test("draws an order as it always has", async () => {
    const json = await exported("speedscope", ORDER);
    checked(json);
    await expect(json).toMatchFileSnapshot(golden("speedscope.json"));
  });

  test.each(ELIOT_LOGS)("is what speedscope's schema demands, for %s", async (log) => {
    checked(await exported("speedscope", log));
  });

  test("is that whatever the log holds", async () => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        checked(await exported("speedscope", log));
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  test("gives each lane of a task a profile, in time from the task's start", async () => {
    const log = [...action([], "root", 0, 100), ...action([2], "a", 10, 50), ...action([3], "b", 20, 60)];
    const { profiles, shared } = checked(await exported("speedscope", log));
    expect(profiles.map(({ name }) => name)).toEqual(["root t lane 1 of 2", "root t lane 2 of 2"]);
    expect(profiles[1]).toMatchObject({ startValue: 20_000, endValue: 60_000 });
    expect(shared.frames.map(({ name }) => name)).toEqual(["root", "a", "b"]);
  });
});
