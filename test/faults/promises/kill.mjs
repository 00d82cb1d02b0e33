import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { amount, countLines, LOGS, nameOf, start, textOf, until, withFolder } from "../harness.mjs";

/** What a kill may lose where lines are gathered: the last bytes, or the last moment where more was logged in it. */
const BOUND_BYTES = 64 * 1024;
const BOUND_MS = 50;

export const kill = LOGS.map((log) => ({
  promise: log.mode === "sync" ? "W2" : "W3",
  alone: true,
  what: `${nameOf(log)}: SIGKILL in mid-write`,
  async run() {
    const kills = amount(20, 5);
    let acknowledged = 0;
    let lost = 0;
    let mostLostBytes = 0;
    let mostLostMs = 0;
    let isBeyond = false;
    let torn = 0;
    let tornInside = 0;
    for (let i = 0; i < kills; i++) {
      await withFolder(async (folder) => {
        const file = join(folder, "a.log");
        const acknowledgements = join(folder, "acknowledged");
        const { child, ended } = start("kill", { file, log, acknowledged: acknowledgements });
        await until(() => existsSync(acknowledgements), 20_000);
        await new Promise((resolve) => setTimeout(resolve, 10 + ((i * 37) % 150)));
        child.kill("SIGKILL");
        await ended;
        const said = readFileSync(acknowledgements, "utf8");
        const loggedAt = said
          .slice(0, said.lastIndexOf("\n") + 1)
          .split("\n")
          .slice(0, -1)
          .map(Number);
        const logged = loggedAt.length;
        const text = textOf(file);
        const counts = countLines(text, logged);
        acknowledged += logged;
        lost += counts.lost;
        torn += counts.torn;
        if (counts.torn > (text.endsWith("\n") ? 0 : 1)) tornInside++;
        const lostBytes = counts.lost * (text.length / Math.max(1, counts.lines));
        const lostMs = counts.lost === 0 ? 0 : loggedAt.at(-1) - loggedAt[counts.firstLost];
        mostLostBytes = Math.max(mostLostBytes, lostBytes);
        mostLostMs = Math.max(mostLostMs, lostMs);
        if (lostBytes > BOUND_BYTES && lostMs > BOUND_MS) isBeyond = true;
      });
    }
    return {
      held: tornInside === 0 && (log.mode === "sync" ? lost === 0 : !isBeyond),
      figures: `${kills} kills, ${acknowledged} acknowledged, ${lost} lost (at most ${Math.round(mostLostBytes / 1024)} KiB, ${Math.round(mostLostMs)} ms at once), ${torn} last lines torn`,
    };
  },
}));
