/**
 * The line of a stack that tells most: where the error was thrown. JavaScript's stacks begin there, Python's end
 * there.
 */
export function findPlace(traceback: string): string | undefined {
  const start = traceback.slice(0, MOST_CHARACTERS);
  const javascript = /^ *(at .+)$/m.exec(start);
  if (javascript !== null) return javascript[1];
  let last: string | undefined;
  for (const match of start.matchAll(/^ *(File ".*)$/gm)) last = match[1];
  return last;
}

/** Stacks are written with at most 32 KiB; what is longer is no stack to search. */
const MOST_CHARACTERS = 64 * 1024;
