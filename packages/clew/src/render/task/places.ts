import type { LevelEnd } from "./tree-walk.js";

const MOST_PLACES = 4;

/** Names empty places: `/2/4, /2/5`, or `/2/4 to /2/900` where many are in a row. */
export function placesOf(numbers: readonly number[], level: LevelEnd): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else if (ranges.push([number, number]) > MOST_PLACES) break;
  }
  const outer = level.isWhole ? "" : "/…";
  const place = (number: number) => `${outer}/${[...level.numbers, number].join("/")}`;
  const texts = ranges.slice(0, MOST_PLACES).map(([first, last]) => {
    if (first === last) return place(first);
    return last === first + 1 ? `${place(first)}, ${place(last)}` : `${place(first)} to ${place(last)}`;
  });
  return texts.join(", ") + (ranges.length > MOST_PLACES ? ", and others" : "");
}
