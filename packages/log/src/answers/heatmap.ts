/** Tasks that have ended by the time in which they began and by how long they took, in steps that grow with the duration. */
export interface Heatmap {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  /** The cells with tasks in them, from left to right, the short durations first. */
  readonly cells: readonly HeatmapCell[];
}

export interface HeatmapCell {
  readonly column: number;
  /** Durations from `durationOfStep(step)` to that of the next. */
  readonly step: number;
  readonly count: number;
  readonly failed: number;
}

/** Four steps to each doubling: a step is a fifth more than the one before. */
export const STEPS_PER_DOUBLING = 4;
/** What took less than a microsecond counts as one. */
export const SHORTEST_SECONDS = 1e-6;

/** The shortest duration of a step, in seconds. */
export function durationOfStep(step: number): number {
  return 2 ** (step / STEPS_PER_DOUBLING);
}

/** A task for a heatmap. */
interface HeatmapItem {
  readonly startTime: number;
  readonly duration: number | null;
  readonly failed: boolean;
}

/** Without a range it goes from the first to the last of the tasks that have ended. */
export function heatmapOf(
  items: readonly HeatmapItem[],
  columns: number,
  range: { readonly from?: number | undefined; readonly to?: number | undefined } = {},
): Heatmap {
  const ended = items.flatMap(({ duration, ...item }) => (duration === null ? [] : [{ ...item, duration }]));
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { startTime } of ended) {
    first = Math.min(first, startTime);
    last = Math.max(last, startTime);
  }
  const from = range.from ?? (ended.length === 0 ? 0 : first);
  const to = Math.max(range.to ?? (ended.length === 0 ? 0 : last), from);
  const cells = new Map<string, { column: number; step: number; count: number; failed: number }>();
  for (const { startTime, duration, failed } of ended) {
    const place = to === from ? 0 : Math.floor((startTime - from) / ((to - from) / columns));
    const column = Math.min(columns - 1, Math.max(0, place));
    const step = Math.floor(STEPS_PER_DOUBLING * Math.log2(Math.max(SHORTEST_SECONDS, duration)));
    const key = `${column} ${step}`;
    const cell = cells.get(key) ?? { column, step, count: 0, failed: 0 };
    cell.count++;
    if (failed) cell.failed++;
    cells.set(key, cell);
  }
  return { from, to, columns, cells: [...cells.values()].sort((x, y) => x.column - y.column || x.step - y.step) };
}
