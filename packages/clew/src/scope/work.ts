import type { Work } from "./running-child.js";

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  return typeof (value as { readonly then?: unknown }).then === "function";
}

/** Refuses what cannot run as a child. */
export function checkWork(work: unknown): Work {
  if (typeof work === "function") return work as Work;
  if (isThenable(work)) return work;
  const got = work === null ? "null" : Array.isArray(work) ? "an array" : typeof work;
  throw new TypeError(`Cannot spawn ${got}: give a function, which is called at once, or a promise`);
}
