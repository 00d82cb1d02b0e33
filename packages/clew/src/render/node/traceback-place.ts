/**
 * The line of a stack that tells most: where the error was thrown. JavaScript's stacks begin there, Python's end
 * there.
 */
export function findPlace(traceback: string): string | undefined {
  const start = traceback.slice(0, MOST_CHARACTERS);
  const javascript = /^ *(at .+)$/m.exec(start);
  if (javascript !== null) return shorten(javascript[1] as string);
  let last: string | undefined;
  for (const match of start.matchAll(/^ *(File ".*)$/gm)) last = match[1];
  return last === undefined ? undefined : shorten(last);
}

/** Of a path its last two names: the rest is the same for a whole program, and the line number must find room. */
function shorten(place: string): string {
  return place.replace(/(?:file:\/\/)?\/(?:[^\s():"/]+\/)+([^\s():"/]+\/[^\s():"/]+)/g, "…/$1");
}

/** Stacks are written with at most 32 KiB; what is longer is no stack to search. */
const MOST_CHARACTERS = 64 * 1024;
