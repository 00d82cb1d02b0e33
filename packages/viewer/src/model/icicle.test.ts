import { expect, test } from "vitest";
import { icicleOf } from "./index.js";

const boxes = (...times: readonly (readonly [path: string, seconds: number])[]) =>
  icicleOf(times.map(([path, seconds]) => ({ path: path.split("/"), seconds }))).map(
    ({ path, x, width, own }) => `${path.join("/")} ${x.toFixed(2)} ${width.toFixed(2)} ${own}`,
  );

test("a box is as wide as the time in it and below it, and lies within the one above, the wider first", () => {
  expect(boxes(["a", 1], ["a/b", 2], ["a/c", 5], ["d", 2])).toEqual([
    "a 0.00 0.80 1",
    "a/c 0.00 0.50 5",
    "a/b 0.50 0.20 2",
    "d 0.80 0.20 2",
  ]);
});

test("a path of which nothing above is told has boxes above it all the same, and no time makes no boxes", () => {
  expect(boxes(["a/b/c", 4])).toEqual(["a 0.00 1.00 0", "a/b 0.00 1.00 0", "a/b/c 0.00 1.00 4"]);
  expect(boxes(["a", 0])).toEqual([]);
});
