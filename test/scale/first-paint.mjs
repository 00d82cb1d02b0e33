// V1: from opening the list of tasks of `clew view` until its first tasks are painted, once the index stands. In Chromium, by the
// page's own clock; the middle of five visits, each in a page of its own.
import { withView } from "./view.mjs";

const VISITS = 5;
const MOST_MS = 1000;

/** @param {import("./run.mjs").Scale} scale */
export async function* firstPaint({ log }) {
  yield* withView(log, async function* (browser, address) {
    const times = [];
    for (let i = 0; i < VISITS; i++) times.push(await visit(browser, address));
    times.sort((a, b) => a - b);
    const measured = times[Math.floor(VISITS / 2)] ?? Number.NaN;
    yield { row: "V1", what: "first paint of the list of tasks", measured, most: MOST_MS, unit: "ms" };
  });
}

/** In milliseconds. */
async function visit(/** @type {import("playwright-core").Browser} */ browser, /** @type {string} */ address) {
  const page = await browser.newPage();
  await page.addInitScript(`
    const look = () => requestAnimationFrame(() => {
      if (document.querySelector("#task-0 a") === null) look();
      else requestAnimationFrame(() => { globalThis.paintedMs = performance.now(); });
    });
    look();
  `);
  await page.goto(`${address}&forest`);
  await page.locator("#task-0 a").waitFor();
  let painted;
  while (painted === undefined) painted = await page.evaluate("globalThis.paintedMs");
  await page.close();
  return Number(painted);
}
