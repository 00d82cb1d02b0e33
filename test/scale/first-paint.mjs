// V1: from opening a page of `clew view` until a person reads something, once the index stands: the first tasks of the list, and
// the first sentence of the first screen. In Chromium, by the page's own clock; the middle of five visits, each in a page of
// its own.
import { FROM_MESSAGES } from "./figures.mjs";
import { withView } from "./view.mjs";

const VISITS = 5;
const MOST_LIST_MS = 1000;
/** Of a million messages, and of more. */
const MOST_SENTENCE_MS = [1000, 2000];

/** @param {import("./run.mjs").Scale} scale */
export async function* firstPaint({ log, messages }) {
  yield* withView(log, async function* (browser, address) {
    const times = [];
    for (let i = 0; i < VISITS; i++) times.push(await visit(browser, `${address}&forest`, "#task-0 a"));
    yield {
      row: "V1",
      what: "first paint of the list of tasks",
      measured: middle(times),
      most: MOST_LIST_MS,
      unit: "ms",
    };
  });
  const most = MOST_SENTENCE_MS[messages > FROM_MESSAGES ? 1 : 0] ?? 0;
  const sentence = (/** @type {number} */ measured) => {
    return { row: "V1", what: "first sentence of the first screen", measured, most, unit: "ms", from: FROM_MESSAGES };
  };
  // The first page of a server finds nothing worked out: each visit has a server of its own, that has just said its address.
  const times = [];
  for (let i = 0; i < VISITS; i++) {
    const visited = withView(log, async function* (browser, address) {
      yield sentence(await visit(browser, address, ".overview-findings .sentence"));
    });
    for await (const { measured } of visited) times.push(measured);
  }
  if (times.length > 0) yield sentence(middle(times));
}

/** @param {number[]} times */
function middle(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/**
 * In milliseconds, until an element is painted.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} address
 * @param {string} selector
 */
async function visit(browser, address, selector) {
  const page = await browser.newPage();
  await page.addInitScript(`
    const look = () => requestAnimationFrame(() => {
      if (document.querySelector(${JSON.stringify(selector)}) === null) look();
      else requestAnimationFrame(() => { globalThis.paintedMs = performance.now(); });
    });
    look();
  `);
  await page.goto(address);
  await page.locator(selector).first().waitFor();
  let painted;
  while (painted === undefined) painted = await page.evaluate("globalThis.paintedMs");
  await page.close();
  return Number(painted);
}
