// V1: how much the main thread of the page works for a frame while a task of 100,000 nodes is scrolled and zoomed, out of
// Chromium's own trace.
import { writeFileSync } from "node:fs";
import { bigTask } from "../page/big-task.mjs";
import { inFrames, SCROLLED_PX } from "../page/frame-work.mjs";
import { FROM_MESSAGES } from "./figures.mjs";
import { withView } from "./view.mjs";

const FRAMES = 80;
const MOST_MS = 8;

/** @param {import("./run.mjs").Scale} scale */
export async function* frames({ log }) {
  const file = `${log}.big`;
  writeFileSync(file, bigTask(100_000));
  yield* withView(file, async function* (browser, address) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(`${address}&forest`);
    await page.locator("#task-0 a").waitFor();
    await page.evaluate(`location.hash = "#task?task=big"`);
    await page.waitForSelector(".timeline-tile canvas");
    await page.mouse.move(1000, 500);
    const scrolled = await inFrames(page, FRAMES, () => page.mouse.wheel(0, SCROLLED_PX));
    yield figure("main thread for a frame, scrolling, p95", scrolled.p95);
    await page.keyboard.down("Control");
    const zoomed = await inFrames(page, FRAMES, (i) => page.mouse.wheel(0, i < FRAMES / 2 ? -40 : 40));
    await page.keyboard.up("Control");
    yield figure("main thread for a frame, zooming, p95", zoomed.p95);
  });
}

/** @param {string} what @param {number} measured */
function figure(what, measured) {
  return { row: "V1", what, measured, most: MOST_MS, unit: "ms", from: FROM_MESSAGES };
}
