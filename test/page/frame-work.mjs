// How much the main thread of a page works for a frame, out of Chromium's own trace: what delays a frame is not what a
// script measures of itself, but all that the thread does for it, style and layout and painting included.

/**
 * @typedef {object} FrameWork
 * @property {readonly number[]} frames  milliseconds of the main thread's own time for each frame in which it did something, ascending
 * @property {number} p50  what 50, 95 and 99 of 100 frames take at most
 * @property {number} p95
 * @property {number} p99
 * @property {number} longest
 *
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts  microseconds: when, how long by the wall (`dur`), and how long on the processor (`tdur`)
 * @property {number} [dur]
 * @property {number} [tdur]
 */

const CATEGORIES = ["toplevel", "devtools.timeline", "blink.user_timing"];
const BEGIN = "clew-measure-begin";
const END = "clew-measure-end";

/** Some two rows: as fast as anybody reads who scrolls. */
export const SCROLLED_PX = 60;

/**
 * Measures a step that is done again and again, a frame each time.
 *
 * @param {import("playwright-core").Page} page
 * @param {number} count
 * @param {(i: number) => Promise<void>} step
 */
export function inFrames(page, count, step) {
  return measureFrameWork(page, async () => {
    for (let i = 0; i < count; i++) {
      await step(i);
      await page.evaluate("new Promise((drawn) => requestAnimationFrame(drawn))");
    }
  });
}

/**
 * Measures what a page does while something is done to it. The work counts in processor time: other processes do not.
 *
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<void>} act
 * @returns {Promise<FrameWork>}
 */
async function measureFrameWork(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = await traced(session, async () => {
    await mark(page, BEGIN);
    await act();
    await mark(page, END);
  });
  await session.detach();
  return summary(workOfFrames(events));
}

/**
 * @param {import("playwright-core").CDPSession} session
 * @param {() => Promise<void>} act
 */
async function traced(session, act) {
  /** @type {TraceEvent[]} */
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) events.push(/** @type {TraceEvent} */ (/** @type {unknown} */ (event)));
  });
  /** @type {Promise<void>} */
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES },
  });
  await act();
  await session.send("Tracing.end");
  await complete;
  return events;
}

/**
 * Sets a mark that the trace tells the page's own thread by.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
async function mark(page, name) {
  await page.evaluate((text) => void performance.mark(text), name);
}

/**
 * The time of the tasks of the page's main thread up to the task that hands a frame to the compositor, for each frame.
 *
 * @param {readonly TraceEvent[]} events
 */
function workOfFrames(events) {
  const begin = events.find(({ name }) => name === BEGIN);
  const end = events.find(({ name }) => name === END);
  if (begin === undefined || end === undefined)
    throw new Error("The trace lacks the marks of the page: it was cut off.");
  const own = events
    .filter(({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts)
    .sort((a, b) => a.ts - b.ts);
  const handedOver = own.filter(({ name, ph }) => name === "AnimationFrame" && ph === "e").map(({ ts }) => ts);
  /** @type {number[]} */
  const frames = [];
  let work = 0;
  let next = 0;
  for (const { name, ph, ts, dur = 0, tdur = dur } of own) {
    if (name !== "ThreadControllerImpl::RunTask" || ph !== "X") continue;
    work += tdur / 1000;
    if ((handedOver[next] ?? Number.POSITIVE_INFINITY) > ts + dur) continue;
    while ((handedOver[next] ?? Number.POSITIVE_INFINITY) <= ts + dur) next++;
    frames.push(work);
    work = 0;
  }
  return frames;
}

/** @param {number[]} frames @returns {FrameWork} */
function summary(frames) {
  frames.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? Number.NaN;
  return { frames, p50: at(0.5), p95: at(0.95), p99: at(0.99), longest: at(1) };
}
