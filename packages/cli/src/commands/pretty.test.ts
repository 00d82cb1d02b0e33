import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

const FOLDER = fileURLToPath(new URL("../../../../fixtures/python-eliot/1.13/", import.meta.url));
const ORDER = fileURLToPath(new URL("../../../../fixtures/clew/story/order.log", import.meta.url));

const cases = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".pretty.txt"))
  .map((file) => file.slice(0, -".pretty.txt".length));

/** Logs with one good line in a damaged wrapping, which eliot-prettyprint calls "Not JSON". */
const READ_HERE_ONLY = new Set(["bom", "nul-bytes"]);

/** Each message's task, level and time, which are written alike. */
function headings(text: string): string[] {
  return [...text.matchAll(/^(\S+ -> \/\S*)\n(\d{4}-\S+)$/gm)].map(
    ([, place, time]) => `${place} ${pad(time as string)}`,
  );
}

/** eliot-prettyprint leaves the decimals out where they are zeros. */
function pad(time: string): string {
  return time.replace(/:(\d\d)Z$/, ":$1.000000Z");
}

describe("clew pretty", () => {
  test.each(cases)("shows the messages of %s in eliot-prettyprint's order, with its headings", async (name) => {
    const log = [`${FOLDER}${name}.log`, `${FOLDER}${name}.log.gz`].find(existsSync) as string;
    const { stdout } = await runClew("pretty", log);
    const expected = headings(readFileSync(`${FOLDER}${name}.pretty.txt`, "utf8"));
    expect(expected.length).toBeGreaterThan(0);
    const got = headings(stdout);
    expect(got.length - expected.length).toBe(READ_HERE_ONLY.has(name) ? 1 : 0);
    expect(got.filter((heading) => expected.includes(heading))).toEqual(expected);
  });

  test("shows a message whole: type first, then its fields by name, lines below each other", async () => {
    const { stdout } = await runClew("pretty", ORDER);
    expect(stdout).toContain(
      [
        "5c0ffee0-0000-4000-8000-000000000001 -> /3/2",
        "2026-11-22T19:23:54.104000Z",
        "  action_type: payment.attempt",
        "  action_status: failed",
        "  clew_duration: 0.1",
        "  exception: BankTimeout",
        '  reason: "the bank did not answer"',
        "  traceback: BankTimeout: the bank did not answer",
        "           |     at charge (file:///app/shop/payment.mjs:41:11)",
        "           |     at place (file:///app/shop/order.mjs:7:3)",
        "",
      ].join("\n"),
    );
  });

  test("gives one line a message with --compact, with values that JSON reads", async () => {
    const { stdout } = await runClew("pretty", "--compact", ORDER);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(22);
    const reason = lines.flatMap((line) => /reason=("[^"]*London[^"]*")/.exec(line)?.[1] ?? []);
    expect(reason.map((text) => JSON.parse(text))).toEqual(
      Array(2).fill("no courier goes to \x1b[31mLondon\u202e today"),
    );
  });

  test("says the offset of a local time", async () => {
    const { stdout } = await runClew("pretty", "-c", "--local-timezone", ORDER);
    expect(stdout.split("\n")[0]).toMatch(/ 2026-11-2\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d /);
  });
});
