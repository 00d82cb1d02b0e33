import { existsSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { amount, countLines, largestOf, MODES, run, withFolder } from "../harness.mjs";

const COUNT = 25;
const LIMIT = 1_000;
/** How many are killed at once: a compression waits for two seconds first. */
const AT_ONCE = 4;

/** What stands in a log and in what was rotated of it. A gzip replaces its original, which a kill may have left there. */
function contentOf(folder) {
  const names = readdirSync(folder).filter((name) => /^a\.log(\.clew-\d+)?(\.gz)?$/.test(name));
  return names
    .filter((name) => !names.includes(`${name}.gz`))
    .map((name) => [name, readFileSync(join(folder, name))])
    .map(([name, bytes]) => (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString())
    .join("");
}

/** Kills the program at a step, lets another go on with the log, and counts. */
const killedAt = (log, killAt, isAfter) =>
  withFolder(async (folder) => {
    const file = join(folder, "a.log");
    const acknowledged = join(folder, "acknowledged");
    const both = { file, folder, acknowledged, log };
    const within = { withinMs: 20_000 };
    // Whoever writes is killed in its step: the thread, where it is one.
    const kill = log.mode === "thread" ? { threadFault: { how: "killed", at: killAt, isAfter } } : { killAt, isAfter };
    const { signal, isLate } = await run("rotate", { ...both, from: 0, count: COUNT, ...kill }, within);
    const said = existsSync(acknowledged) ? readFileSync(acknowledged, "utf8") : "";
    const logged = said.split("\n").length - 1;
    // As if it were long ago: a gzip that somebody may be at is left alone for a minute.
    for (const name of readdirSync(folder)) if (name.endsWith(".tmp")) utimesSync(join(folder, name), 0, 0);
    await run("rotate", { ...both, from: COUNT, count: 5, killAt: 0 }, within);
    const { lost, torn, twice, messages } = countLines(contentOf(folder), logged);
    const after = messages.filter(({ n }) => n >= COUNT).length;
    const left = log.rotate.compress ? readdirSync(folder).filter((name) => name.endsWith(".tmp")).length : 0;
    return {
      isKilled: signal === "SIGKILL" && !isLate,
      lost,
      torn,
      twice,
      missing: 5 - after,
      left,
      largest: largestOf(file),
    };
  });

/** Kills at one step after another, until the program ends before it. */
async function killedAtEach(log, every) {
  const totals = { kills: 0, lost: 0, torn: 0, twice: 0, missing: 0, left: 0, largest: 0 };
  for (const isAfter of [false, true]) {
    for (let step = isAfter ? 1 : every; ; step += AT_ONCE * every) {
      const steps = Array.from({ length: AT_ONCE }, (_, i) => step + i * every);
      const rows = await Promise.all(steps.map((killAt) => killedAt(log, killAt, isAfter)));
      for (const { isKilled, largest, ...counts } of rows.filter((row) => row.isKilled)) {
        totals.kills++;
        for (const [key, value] of Object.entries(counts)) totals[key] += value;
        totals.largest = Math.max(totals.largest, largest);
      }
      if (rows.some(({ isKilled }) => !isKilled)) break;
    }
  }
  return totals;
}

function row(what, log, every) {
  return {
    promise: "W13",
    what: `${what}: a rotation killed before and after each of its steps`,
    async run() {
      const { kills, lost, torn, twice, missing, left, largest } = await killedAtEach(log, every);
      const isKept = lost + torn + twice + missing + left === 0 && largest <= LIMIT;
      return {
        held: kills > 0 && isKept,
        // A thread that starts too late for the program writes nothing in which it could be killed.
        isSlow: isKept,
        figures:
          `${kills} kills${every > 1 ? `, at every ${every}th step` : ""}, ${lost} lost, ${twice} twice, ${torn} torn, ` +
          `${missing} missing of the next program, ${left} left unfinished, the largest file ${largest} bytes of ${LIMIT}`,
      };
    },
  };
}

const rotate = { sizeBytes: LIMIT, keep: 1_000 };
export const rotation = [
  ...MODES.map((mode) => row(mode, { mode, rotate }, amount(1, 8))),
  row("sync, compressed", { mode: "sync", rotate: { ...rotate, compress: true } }, amount(1, 16)),
];
