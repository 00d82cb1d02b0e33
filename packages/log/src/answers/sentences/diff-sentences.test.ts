import { diffTrees } from "clew/explain";
import { parseStream } from "clew/parse";
import { expect, test } from "vitest";
import { diffSentence } from "./diff-sentences.js";

/** Orders, of which so many of a hundred fail. */
function* orders(failing: number): Generator<string> {
  for (let i = 0; i < 200; i++) {
    const at = { task_uuid: `order-${failing}-${i}`, action_type: "order" };
    const fails = i % 100 < failing;
    yield JSON.stringify({ ...at, task_level: [1], timestamp: 2 * i, action_status: "started" });
    yield JSON.stringify({
      ...at,
      task_level: [2],
      timestamp: 2 * i + 1,
      action_status: fails ? "failed" : "succeeded",
    });
  }
}

const changed = async (before: number, now: number) =>
  diffSentence(await diffTrees(parseStream(orders(before)), parseStream(orders(now))));

test("what fails more often is named", async () => {
  expect(await changed(4, 50)).toBe("What changed: order failed in 100 of 200, before in 8 of 200.");
});

test("what fails less often is told where nothing got worse", async () => {
  expect(await changed(50, 4)).toBe("It got better: order failed in 8 of 200, before in 100 of 200.");
});

test("where nothing is another way it is said of how many tasks", async () => {
  expect(await changed(4, 4)).toBe("Nothing changed between the two, as far as 200 and 200 tasks can tell.");
});
