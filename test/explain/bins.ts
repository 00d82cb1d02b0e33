// Statements with a confidence by tenths, merged where a tenth has few: how many of each bin are right, and what they claim.

export interface Statement {
  readonly confidence: number;
  readonly right: boolean;
  /** How much it counts; 1 unless it is said. */
  readonly weight?: number;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly right: number;
  readonly claimed: number;
}

/** Statements that a bin has: the share of right ones of fewer may be off by a fifth by chance. */
export const ENOUGH = 20;

/** The bins from below; the first and the last tenth, which are not guesses, are merged with none. */
export function binsOf(statements: readonly Statement[]): Bin[] {
  const tenths = Array.from({ length: 10 }, (_, tenth) =>
    statements.filter(({ confidence }) => Math.min(9, Math.floor(10 * confidence)) === tenth),
  );
  const between: { from: number; of: Statement[] }[] = [];
  for (let tenth = 1; tenth < 9; tenth++) {
    const last = between.at(-1);
    if (last !== undefined && last.of.length < ENOUGH) last.of.push(...(tenths[tenth] ?? []));
    else between.push({ from: tenth / 10, of: [...(tenths[tenth] ?? [])] });
  }
  const rest = between.at(-1);
  if (rest !== undefined && rest.of.length < ENOUGH && between.length > 1) {
    between.pop();
    between.at(-1)?.of.push(...rest.of);
  }
  const bins = [{ from: 0, of: tenths[0] ?? [] }, ...between, { from: 0.9, of: tenths[9] ?? [] }];
  return bins.map(({ from, of }, i) => {
    const sum = (value: (one: Statement) => number) =>
      of.reduce((total, one) => total + (one.weight ?? 1) * value(one), 0) /
      of.reduce((all, one) => all + (one.weight ?? 1), 0);
    const right = sum((one) => (one.right ? 1 : 0));
    return { from, to: bins[i + 1]?.from ?? 1, count: of.length, right, claimed: sum(({ confidence }) => confidence) };
  });
}

/**
 * A line for each bin, and how far the worst of those with enough statements is off what it claims; beyond chance it is so
 * where two standard errors are taken off.
 */
export function describeBins(statements: readonly Statement[]) {
  let worst = 0;
  let beyondChance = 0;
  const lines = binsOf(statements).flatMap(({ from, to, count, right, claimed }) => {
    if (count === 0) return [];
    const isEnough = count >= ENOUGH;
    const off = Math.abs(right - claimed);
    if (isEnough) {
      worst = Math.max(worst, off);
      beyondChance = Math.max(beyondChance, off - 2 * Math.sqrt((claimed * (1 - claimed)) / count));
    }
    const about = `${count} statements, right ${percent(right)}, claimed ${percent(claimed)}`;
    return [`  confidence ${from.toFixed(1)} to ${to.toFixed(1)}: ${about}${isEnough ? "" : "  (too few to judge)"}`];
  });
  return { lines, worst, beyondChance };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`.padStart(5);
}
