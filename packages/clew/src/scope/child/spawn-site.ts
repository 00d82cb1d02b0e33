/**
 * Where a child was spawned, for the errors that name it. What a function is and where it was defined is looked up only
 * when it is to be shown; the calling line is remembered only where `spawnSites` asks for it.
 */

import { hub } from "../../record/index.js";

/** The line of the program that called, out of a stack that was taken in a function of clew's. */
export function callingLine(callee: (...args: never[]) => unknown): string | undefined {
  return callSite(callee)();
}

/** The same for later: a stack is taken now, which is cheap, and made a text when somebody asks, which is not. */
export function callSite(callee: (...args: never[]) => unknown): () => string | undefined {
  const holder: { stack?: string } = {};
  const capture = (Error as { captureStackTrace?: (target: object, above: unknown) => void }).captureStackTrace;
  if (capture === undefined) {
    const { stack } = new Error();
    return () => stack?.split("\n")[2]?.trim();
  }
  capture(holder, callee);
  return () => holder.stack?.split("\n")[1]?.trim().replace(/^at /, "");
}

const MAX_SOURCE = 60;

/** What a child runs, in few words, and where it was defined if the runtime tells. Slow. */
export function describeWork(work: unknown): string {
  if (typeof work !== "function") return "a promise, which cannot be told to stop";
  const source = Function.prototype.toString.call(work).replace(/\s+/g, " ");
  const text = source.length > MAX_SOURCE ? `${source.slice(0, MAX_SOURCE)}…` : source;
  const place = hub.locateFunction?.(work);
  return place === undefined ? text : `${text}, defined at ${place}`;
}

/** The name of a child that was given none. */
export function nameOf(work: unknown): string {
  return (typeof work === "function" && work.name) || "clew:child";
}
