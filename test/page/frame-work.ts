// How much the main thread of a page works for a frame, out of Chromium's own trace: what delays a frame is not what a
// script measures of itself, but all that the thread does for it, style and layout and painting included.

import type { CDPSession, Page } from "playwright-core";

export interface FrameWork {
  /** Milliseconds of the main thread's own time for each frame in which it did something, ascending. */
  readonly frames: readonly number[];
  /** What 50, 95 and 99 of 100 frames take at most. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: when, how long by the wall, and how long on the processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly message?: string } };
}

const CATEGORIES = ["toplevel", "devtools.timeline", "blink.user_timing"];
const BEGIN = "clew-measure-begin";
const END = "clew-measure-end";

/** Measures what a page does while something is done to it. The work counts in processor time: other processes do not. */
export async function measureFrameWork(page: Page, act: () => Promise<void>): Promise<FrameWork> {
  const session = await page.context().newCDPSession(page);
  const events = await traced(session, async () => {
    await mark(page, BEGIN);
    await act();
    await mark(page, END);
  });
  await session.detach();
  return summary(workOfFrames(events));
}

async function traced(session: CDPSession, act: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES },
  });
  await act();
  await session.send("Tracing.end");
  await complete;
  return events;
}

/** Sets a mark that the trace tells the page's own thread by. */
async function mark(page: Page, name: string): Promise<void> {
  await page.evaluate((text) => void performance.mark(text), name);
}

/** The time of the tasks of the page's main thread up to the task that hands a frame to the compositor, for each frame. */
function workOfFrames(events: readonly TraceEvent[]): number[] {
  const begin = events.find(({ name }) => name === BEGIN);
  const end = events.find(({ name }) => name === END);
  if (begin === undefined || end === undefined)
    throw new Error("The trace lacks the marks of the page: it was cut off.");
  const own = events
    .filter(({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts >= begin.ts && ts <= end.ts)
    .sort((a, b) => a.ts - b.ts);
  const handedOver = own.filter(({ name, ph }) => name === "AnimationFrame" && ph === "e").map(({ ts }) => ts);
  const frames: number[] = [];
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

function summary(frames: number[]): FrameWork {
  frames.sort((a, b) => a - b);
  const at = (share: number) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))] ?? Number.NaN;
  return { frames, p50: at(0.5), p95: at(0.95), p99: at(0.99), longest: at(1) };
}
