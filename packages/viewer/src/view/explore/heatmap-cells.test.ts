import { heatmapOf } from "@clew/log";
import { expect, test } from "vitest";
import { boxOf, queryOfBox, rowsOf, sumOfBox } from "./heatmap-cells.js";

const TASKS = Array.from({ length: 400 }, (_, i) => ({
  startTime: 1000 + (i % 97),
  duration: 0.001 * 1.05 ** (i % 131),
  failed: i % 9 === 0,
}));
const heatmap = heatmapOf(TASKS, 12);
const laid = rowsOf(heatmap);

test("every task that has ended lies in one cell", () => {
  expect(sumOfBox(laid, boxOf([0, 0], [laid.columns - 1, laid.rows - 1]))).toEqual({
    count: 400,
    failed: TASKS.filter(({ failed }) => failed).length,
  });
});

test("a box means the tasks that it counts, wherever its corners are", () => {
  for (let i = 0; i < 200; i++) {
    const corner = (seed: number) => [(seed * 7) % laid.columns, (seed * 5) % laid.rows] as const;
    const box = boxOf(corner(i), corner(i * 3 + 1));
    const {
      from = 0,
      to = 0,
      minDurationSeconds: min = 0,
      maxDurationSeconds: max = Infinity,
    } = queryOfBox(heatmap, laid, box);
    const meant = TASKS.filter(
      ({ startTime, duration }) => startTime >= from && startTime < to && duration >= min && duration < max,
    );
    expect(meant).toHaveLength(sumOfBox(laid, box).count);
  }
});
