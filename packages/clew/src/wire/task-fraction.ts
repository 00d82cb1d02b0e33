import { textHash } from "./text-hash.js";

/**
 * A number from 0 up to 1 that is a task's own, the same in every process: a destination that keeps a share of the tasks
 * keeps those whose number is below it, so that all of them keep the same tasks, and a larger share keeps what a
 * smaller one does. FNV-1a over the characters, finished as MurmurHash3 is, for FNV alone leaves its highest bits to the
 * last few characters.
 */
export function taskFraction(taskUuid: string): number {
  let hash = textHash(taskUuid);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
