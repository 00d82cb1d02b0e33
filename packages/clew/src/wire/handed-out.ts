// The numbers that an action gave away: `clew_handed_out` lists them, a run of them as its first and its last number.

/** The runs that a finish lists; what is none is left out. */
export function handedOutRuns(listed: unknown): readonly (readonly [first: number, last: number])[] {
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((item: unknown) => {
    const [first, last]: readonly unknown[] = Array.isArray(item) && item.length === 2 ? item : [item, item];
    return isNumber(first) && isNumber(last) && first <= last ? [[first, last] as const] : [];
  });
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
