import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { amount, countFile, isWithinLimit, LOGS, nameOf, run, withFolder } from "../harness.mjs";

/** Runs `body` on a disk of a few megabytes, or gives why there is none. */
async function withSmallDisk(body) {
  return withFolder(async (folder) => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], { encoding: "utf8" });
    if (mounted.status !== 0) {
      const why = (mounted.stderr || String(mounted.error ?? "")).trim().split("\n")[0];
      return { skipped: `needs a small disk: run as root, or with the right to mount a tmpfs (${why})` };
    }
    try {
      return await body(disk);
    } finally {
      spawnSync("umount", ["-l", disk]);
    }
  });
}

const STALL_MS = 50;
const RECOVER_MS = 1000;

async function attempt(log, count, maxBufferBytes) {
  return withSmallDisk(async (folder) => {
    const { code, stdout, stderr } = await run("full-disk", { folder, log: { ...log, maxBufferBytes }, count });
    if (code !== 0) return { held: false, figures: `exit ${code}: ${stderr}` };
    const said = JSON.parse(stdout);
    const { lost, torn, twice, lines, messages } = countFile(join(folder, "a.log"), count + 1);
    const saidDropped = messages
      .filter(({ message_type }) => message_type === "clew:ledger")
      .reduce((sum, { dropped }) => sum + dropped, 0);
    const good =
      said.exact &&
      said.pending === 0 &&
      torn === 0 &&
      twice === 0 &&
      lines === said.written &&
      lost === said.dropped &&
      lost === saidDropped &&
      said.keptWhileFull > 0 &&
      isWithinLimit(join(folder, "a.log"), log);
    const figures =
      `${count + 1} logged, ${said.keptWhileFull} kept while full, ${lost} lost and said, ${torn} torn, ` +
      `recovered in ${said.recoveredMs.toFixed(0)} ms, longest stall ${said.stallMs.toFixed(0)} ms`;
    const isKept = good && (maxBufferBytes !== undefined || lost === 0);
    // Beyond its bound, a destination may say what it drops.
    const isPrompt = said.recoveredMs <= RECOVER_MS && (maxBufferBytes !== undefined || said.stallMs <= STALL_MS);
    return { held: isKept && isPrompt, isSlow: isKept, figures };
  });
}

export const fullDisk = LOGS.flatMap((log) => [
  {
    promise: "W7",
    alone: true,
    what: `${nameOf(log)}: full disk, freed again, within the bound`,
    run: () => attempt(log, amount(20_000, 5_000)),
  },
  {
    promise: "W4",
    alone: true,
    what: `${nameOf(log)}: full disk, freed again, beyond a bound of 100 kB`,
    run: () => attempt(log, amount(20_000, 5_000), 100_000),
  },
]);
