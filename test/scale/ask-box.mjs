// E3: a box drawn on the heatmap, asked of the server as the page asks it: what sets its tasks apart, of a sample first.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { FROM_MESSAGES, p95 } from "./figures.mjs";

const CLEW = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));
const LOG = fileURLToPath(new URL("../../packages/log/dist/index.js", import.meta.url));
const BOXES = 20;
const MOST_MS = 200;

/** @param {import("./run.mjs").Scale} scale @returns {AsyncGenerator<import("./run.mjs").Figure>} */
export async function* askBox({ log, messages }) {
  const { FIRST_SAMPLE, HttpLogSource } = await import(LOG);
  const view = spawn(process.execPath, [CLEW, "view", "--no-open", log], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await once(view.stdout, "data");
    const [base, token] = String(line).trim().split("/#token=");
    let cookie = "";
    const source = new HttpLogSource({
      fetch: async (/** @type {string} */ address, /** @type {RequestInit} */ request) => {
        const answer = await fetch(base + address, { ...request, headers: { cookie } });
        cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
        return answer;
      },
      openEvents: () => () => {},
    });
    await source.enter(token);
    // The server works out at once what a page asks first; whoever draws a box has seen the page before.
    await Promise.all([source.why({}, FIRST_SAMPLE), source.slow({}, FIRST_SAMPLE)]);
    const { from, to } = await source.heatmap({}, 60);
    const step = (to - from) / BOXES;
    /** @param {number} i */
    const box = (i) => ({ from: from + i * step, to: from + (i + 1.5) * step, minDurationSeconds: 0.5 });
    const times = [];
    for (let i = 0; i < BOXES; i++) {
      const started = performance.now();
      const { these, others } = await source.apart(box(i), {}, FIRST_SAMPLE);
      times.push(performance.now() - started);
      if (these === 0 || others === 0) throw new Error(`A box of ${these} tasks against ${others}`);
    }
    const most = MOST_MS * Math.max(1, messages / FROM_MESSAGES);
    const what = "what sets a box apart, of a sample, p95";
    yield { row: "E3", what, measured: p95(times), most, unit: "ms", from: FROM_MESSAGES };
  } finally {
    view.kill("SIGTERM");
    await once(view, "exit");
  }
}
