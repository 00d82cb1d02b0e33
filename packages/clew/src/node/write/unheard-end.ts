/**
 * Test runners whose tests do not hear of the end: Jest's have a copy of `process`, on which nobody says `exit`, and Vitest
 * terminates its threads. What a log gathers would be lost there, so nothing is.
 */

import { isMainThread } from "node:worker_threads";

/** Whether the program's end comes without a word. */
export function isEndUnheard(): boolean {
  const { JEST_WORKER_ID, VITEST } = process.env;
  if (VITEST === undefined) return JEST_WORKER_ID !== undefined;
  return !isMainThread && "__vitest_worker__" in globalThis;
}
