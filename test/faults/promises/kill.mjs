import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { amount, countLines, LOGS, nameOf, start, textOf, until, withFolder } from "../harness.mjs";

/** What a kill may lose where lines are gathered. */
const BOUND = 64 * 1024;

export const kill = LOGS.map((log) => ({
  promise: log.mode === "sync" ? "W2" : "W3",
  alone: true,
  what: `${nameOf(log)}: SIGKILL in mid-write`,
  async run() {
    const kills = amount(20, 5);
    let acknowledged = 0;
    let lost = 0;
    let mostLostBytes = 0;
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
        const logged = said.slice(0, said.lastIndexOf("\n") + 1).split("\n").length - 1;
        const text = textOf(file);
        const counts = countLines(text, logged);
        acknowledged += logged;
        lost += counts.lost;
        torn += counts.torn;
        if (counts.torn > (text.endsWith("\n") ? 0 : 1)) tornInside++;
        mostLostBytes = Math.max(mostLostBytes, counts.lost * (text.length / Math.max(1, counts.lines)));
      });
    }
    return {
      held: tornInside === 0 && (log.mode === "sync" ? lost === 0 : mostLostBytes <= BOUND),
      figures: `${kills} kills, ${acknowledged} acknowledged, ${lost} lost (at most ${Math.round(mostLostBytes / 1024)} KiB at once), ${torn} last lines torn`,
    };
  },
}));
