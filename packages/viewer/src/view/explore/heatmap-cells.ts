import { durationOfStep, type Heatmap, type TaskQuery } from "@clew/log";

/** A heatmap laid out in rows of a readable number, the longest durations on top. */
export interface HeatmapRows {
  readonly columns: number;
  readonly rows: number;
  /** Steps that make a row, and the lowest of all. */
  readonly size: number;
  readonly lowest: number;
  readonly most: number;
  /** Tasks and failed ones by `row * columns + column`. */
  readonly cells: ReadonlyMap<number, { readonly count: number; readonly failed: number }>;
}

/** Cells from a corner to the other; rows are counted from the top. */
export interface Box {
  readonly columns: readonly [number, number];
  readonly rows: readonly [number, number];
}

const MOST_ROWS = 24;

export function rowsOf({ columns, cells }: Heatmap): HeatmapRows {
  const steps = cells.map(({ step }) => step);
  const [first, last] = [Math.min(...steps), Math.max(...steps)];
  const size = Math.max(1, Math.ceil((last - first + 1) / MOST_ROWS));
  const rows = Math.max(1, Math.ceil((last - first + 1) / size));
  const laid = new Map<number, { count: number; failed: number }>();
  for (const { column, step, count, failed } of cells) {
    const place = (rows - 1 - Math.floor((step - first) / size)) * columns + column;
    const cell = laid.get(place) ?? { count: 0, failed: 0 };
    laid.set(place, { count: cell.count + count, failed: cell.failed + failed });
  }
  const most = Math.max(1, ...[...laid.values()].map(({ count }) => count));
  return { columns, rows, size, lowest: first, most, cells: laid };
}

/** The duration at the lower edge of a row. */
export function secondsAt({ rows, size, lowest }: HeatmapRows, row: number): number {
  return durationOfStep(lowest + (rows - 1 - row) * size);
}

/** The box as a filter. Its last column ends after what lies at the edge of all. */
export function queryOfBox(heatmap: Heatmap, laid: HeatmapRows, { columns, rows }: Box): TaskQuery {
  const width = (heatmap.to - heatmap.from) / heatmap.columns;
  const isLast = columns[1] === heatmap.columns - 1;
  return {
    from: heatmap.from + width * columns[0],
    to: isLast ? heatmap.to + 1e-6 : heatmap.from + width * (columns[1] + 1),
    ...(rows[1] < laid.rows - 1 && { minDurationSeconds: secondsAt(laid, rows[1]) }),
    ...(rows[0] > 0 && { maxDurationSeconds: secondsAt(laid, rows[0] - 1) }),
  };
}

/** The tasks in a box. */
export function sumOfBox({ cells, columns: all }: HeatmapRows, { columns, rows }: Box) {
  let [count, failed] = [0, 0];
  for (let row = rows[0]; row <= rows[1]; row++) {
    for (let column = columns[0]; column <= columns[1]; column++) {
      const cell = cells.get(row * all + column);
      count += cell?.count ?? 0;
      failed += cell?.failed ?? 0;
    }
  }
  return { count, failed };
}

/** The box between two cells, whichever comes first. */
export function boxOf(a: readonly [column: number, row: number], b: readonly [column: number, row: number]): Box {
  return {
    columns: [Math.min(a[0], b[0]), Math.max(a[0], b[0])],
    rows: [Math.min(a[1], b[1]), Math.max(a[1], b[1])],
  };
}
