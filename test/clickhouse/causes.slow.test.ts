import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../examples/shop/random.mjs";
import { filledDatabase, server } from "./filled-database.js";
import { clew } from "./run-clew.mjs";

// The three questions name of a database what they name of the file. Of a log with more tasks than are looked at, some are
// chosen, and their shares are those of the log.

const isQuick = process.env.CLEW_TEST_QUICK === "1";
const FOLDER = fileURLToPath(new URL("../../fixtures/causes/", import.meta.url));

interface Answer {
  readonly name: string;
  readonly question: "why" | "slow" | "diff";
  readonly planted: string;
  readonly logs: readonly string[];
}

const answers = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".answer.json"))
  .map((file) => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Answer)
  .filter((_, i) => !isQuick || i % 6 === 0);

/** Asks of files and of databases with the same lines in another order; gives both answers, with the same names. */
async function askedOfBoth(question: string, logs: readonly { readonly path: string; readonly text: string }[]) {
  const random = seededRandom(logs.length);
  const databases = await Promise.all(
    logs.map(async ({ text }, i) => {
      const lines = text
        .trimEnd()
        .split("\n")
        .map((line) => ({ line, at: random() }));
      return filledDatabase(
        `causes_${i}`,
        lines
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line)
          .join("\n"),
      );
    }),
  );
  const shown = databases.map(({ client }) => client.address.shown);
  const paths = logs.map(({ path }) => path);
  try {
    const [file, database] = [await clew([question, "--json", ...paths]), await clew([question, "--json", ...shown])];
    expect(database.stdout, database.stderr).not.toBe("");
    const named = (text: string) =>
      logs.reduce(
        (all, { path }, i) => all.replaceAll(path, `LOG${i}`).replaceAll(shown[i] as string, `LOG${i}`),
        text,
      );
    return { file: named(file.stdout), database: named(database.stdout), said: database.stderr };
  } finally {
    for (const database of databases) await database.drop();
  }
}

describe.skipIf(server === undefined)("causes that were planted, asked of a database", { timeout: 120_000 }, () => {
  test.each(answers)("clew $question says of $name to the last digit what it says of the file", async (answer) => {
    const logs = answer.logs.map((name) => {
      const path = join(FOLDER, name);
      return { path, text: gunzipSync(readFileSync(path)).toString() };
    });
    const { file, database } = await askedOfBoth(answer.question, logs);
    expect(database).toBe(file);
  });
});

/** Requests: some fail, nearly all of these in one region; some are slow, nearly all of these where the cache missed. */
function requests(count: number, { failing, missing }: { readonly failing: number; readonly missing: number }): string {
  const random = seededRandom(count);
  const lines: string[] = [];
  const uuid = () =>
    Array.from({ length: 4 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
  for (let i = 0; i < count; i++) {
    const fails = random() < failing;
    const misses = random() < missing;
    const region = random() < (fails ? 0.95 : 0.2) ? "eu" : "us";
    const task_uuid = uuid();
    const took = misses ? 0.3 + random() / 10 : 0.02 + random() / 100;
    const began = 1e9 + i / 10;
    const line = (task_level: readonly number[], after: number, fields: object) =>
      lines.push(JSON.stringify({ task_uuid, task_level, timestamp: began + after, ...fields }));
    const ended = fails
      ? { action_status: "failed", exception: "Timeout", reason: "no answer" }
      : { action_status: "succeeded" };
    line([1], 0, { action_type: "http.request", action_status: "started", region, cache: misses ? "miss" : "hit" });
    line([2, 1], 0.01, { action_type: "db.query", action_status: "started" });
    line([2, 2], 0.01 + took, { action_type: "db.query", ...ended, clew_duration: took });
    line([3], 0.02 + took, { action_type: "http.request", ...ended, clew_duration: 0.02 + took });
  }
  return `${lines.join("\n")}\n`;
}

describe.skipIf(server === undefined)("a log of more tasks than are looked at", { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "clew-causes-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const logs = [
    { path: join(folder, "before.log"), text: requests(30_000, { failing: 0.04, missing: 0.3 }) },
    { path: join(folder, "after.log"), text: requests(40_000, { failing: 0.5, missing: 0.3 }) },
  ] as const;
  for (const { path, text } of logs) writeFileSync(path, text);
  const asked = async (question: string, ...which: readonly (typeof logs)[number][]) => {
    const { file, database, said } = await askedOfBoth(question, which);
    expect(said).toMatch(/chosen evenly/);
    return [JSON.parse(file), JSON.parse(database)];
  };
  /** Shares of a log, and the same of a sample, in points. */
  const within = (share: number, of: number) =>
    expect(Math.abs(share - of), `${share} for ${of}`).toBeLessThanOrEqual(0.02);

  test.each(logs.map((log) => [log.path.split("/").at(-1), log] as const))(
    "clew why names the same failure in %s, with the same shares",
    async (_name, log) => {
      const [file, database] = await asked("why", log);
      expect(database.failures).toHaveLength(1);
      const [[of], [some]] = [file.failures, database.failures];
      expect(some.origin).toEqual(of.origin);
      expect(some.set_apart[0]).toMatchObject({ field: "http.request.region", value: "eu" });
      within(some.set_apart[0].in_these, of.set_apart[0].in_these);
      within(some.set_apart[0].in_others, of.set_apart[0].in_others);
      // Counts stand for all tasks, of whichever share of these and those they are.
      for (const count of ["tasks", "failed_tasks"]) within(database[count] / file[count], 1);
      for (const count of ["count", "compared_with"]) within(some[count] / of[count], 1);
    },
  );

  test.skipIf(isQuick)("clew slow names the same actions in the same order, with the same shares", async () => {
    const [file, database] = await asked("slow", logs[1]);
    const paths = (report: { actions: { action_path: string[] }[] }) =>
      report.actions.map(({ action_path }) => action_path);
    expect(paths(database)).toEqual(paths(file));
    for (const [i, { share }] of file.actions.entries()) within(database.actions[i].share, share);
    const [of, some] = [file.actions[0].set_apart[0], database.actions[0].set_apart[0]];
    expect(some).toMatchObject({ field: of.field, value: of.value });
    within(some.in_these, of.in_these);
    within(some.in_others, of.in_others);
  });

  test.skipIf(isQuick)("clew diff names the same changes, with the same shares", async () => {
    const [file, database] = await asked("diff", ...logs);
    const sure = (report: { changes: readonly Change[] }) => report.changes.filter((one) => one.sure);
    const [of, some] = [sure(file), sure(database)];
    expect(of.length).toBeGreaterThan(0);
    const names = (changes: readonly Change[]) =>
      changes.map(({ action_path, kind, item, field, value }) => ({ action_path, kind, item, field, value }));
    expect(names(some)).toEqual(names(of));
    for (const [i, { a, b }] of of.entries()) {
      within(shareOf(some[i]?.a), shareOf(a));
      within(shareOf(some[i]?.b), shareOf(b));
    }
  });
});

interface Change {
  readonly action_path: readonly string[];
  readonly kind: string;
  readonly item?: string;
  readonly field?: string;
  readonly value?: unknown;
  readonly sure: boolean;
  readonly a: Share;
  readonly b: Share;
}

interface Share {
  readonly yes: number;
  readonly of: number;
}

function shareOf(share: Share | undefined): number {
  return share === undefined ? Number.NaN : share.yes / share.of;
}
