/**
 * A pipe whose reader sleeps makes a blocking write stop the whole program. In buffered mode nobody waits for a write, so
 * there the pipe is made to say "not now" instead.
 */

import { constants } from "node:fs";
import { Socket } from "node:net";
import type { FileSystem } from "../file-system.js";

/** Gives a descriptor that does not block, or `undefined` where the one there is has been made so. */
export function openWithoutWaiting(fd: number, isFifo: boolean, fs: FileSystem): number | undefined {
  if (isFifo) {
    try {
      // On Linux this opens the same pipe anew: who else has it goes on as before.
      return fs.openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch {
      // Another system, or a pipe that cannot be opened again.
    }
  }
  stopBlocking(fd);
  return undefined;
}

/** Node makes the descriptors that it opens as streams non-blocking, and that is the only way to have it done. */
function stopBlocking(fd: number): void {
  if (fd === 1) void process.stdout;
  else if (fd === 2) void process.stderr;
  else kept.push(new Socket({ fd, readable: false, writable: true }));
}

/** Never written to; kept because a stream that is collected may close its descriptor. */
const kept: Socket[] = [];
