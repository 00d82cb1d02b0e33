import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { amount, countFile, countLines, MODES, start, withFolder } from "../harness.mjs";

const STALL_MS = 20;
const program = fileURLToPath(new URL("../programs/pipe.mjs", import.meta.url));

/** Runs the program into a pipe of the shell, whose reader sleeps first. */
async function attempt(mode, isNonBlocking) {
  return withFolder(async (folder) => {
    const count = amount(10_000, 3_000);
    const [report, log] = [join(folder, "report"), join(folder, "a.log")];
    const options = JSON.stringify({ mode, count, report, isNonBlocking });
    const shell = spawn(
      "sh",
      ["-c", '"$0" "$1" "$2" | { sleep 1; cat > "$3"; }', process.execPath, program, options, log],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    await new Promise((resolve) => shell.on("close", resolve));
    const { lost, torn, twice, inOrder } = countFile(log, count);
    const { stallMs } = JSON.parse(readFileSync(report, "utf8"));
    const figures = `${count} logged, ${lost} lost, ${torn} torn, longest stall ${stallMs.toFixed(0)} ms`;
    const isKept = lost === 0 && torn === 0 && twice === 0 && inOrder;
    return { held: isKept && (mode === "sync" || stallMs <= STALL_MS), isSlow: isKept, figures };
  });
}

const sleeping = MODES.flatMap((mode) =>
  [false, true].map((isNonBlocking) => ({
    promise: "W9",
    alone: true,
    what: `${mode}: a ${isNonBlocking ? "non-blocking " : ""}pipe whose reader sleeps for a second`,
    run: () => attempt(mode, isNonBlocking),
  })),
);

const sleepingSocket = MODES.map((mode) => ({
  promise: "W9",
  what: `${mode}: a socket whose reader sleeps for a second`,
  run: () =>
    withFolder(async (folder) => {
      const count = amount(10_000, 3_000);
      const report = join(folder, "report");
      const { child, output, ended } = start("pipe", { mode, count, report });
      child.stdout.pause();
      setTimeout(() => child.stdout.resume(), 1000);
      await ended;
      const { lost, torn, twice, inOrder } = countLines(output.stdout, count);
      const { stallMs } = JSON.parse(readFileSync(report, "utf8"));
      return {
        held: lost === 0 && torn === 0 && twice === 0 && inOrder,
        figures: `${count} logged, ${lost} lost, ${torn} torn, longest stall ${stallMs.toFixed(0)} ms`,
      };
    }),
}));

const closed = MODES.map((mode) => ({
  promise: "W8",
  what: `${mode}: a pipe that its reader closed`,
  run: () =>
    withFolder(async (folder) => {
      const count = amount(10_000, 3_000);
      const [report, other] = [join(folder, "report"), join(folder, "other.log")];
      const { child, ended } = start("pipe", { mode, count, report, other });
      child.stdout.once("data", () => child.stdout.destroy());
      const { code, stderr } = await ended;
      const { lost, torn } = countFile(other, count);
      const { entries } = JSON.parse(readFileSync(report, "utf8"));
      const isExact = entries.every(
        ({ logged, written, dropped, pending }) => logged === written + dropped && pending === 0,
      );
      const notices = stderr.split("CLEW_DESTINATION_FAILURE").length - 1;
      const [, { dropped }] = entries;
      return {
        held: code === 0 && lost === 0 && torn === 0 && isExact && notices === 1 && dropped > 0,
        figures: `exit ${code}, ${notices} notice, ${dropped} dropped and counted, the file beside it lost ${lost}`,
      };
    }),
}));

export const pipe = [...closed, ...sleeping, ...sleepingSocket];
