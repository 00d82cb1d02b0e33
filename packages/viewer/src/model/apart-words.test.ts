import { expect, test } from "vitest";
import { apartWords } from "./apart-words.js";

test("tasks that are set against others are counted, and a part of them is called one", () => {
  expect(apartWords({ these: 1, others: 2300, tasks: 2301 })).toBe("1 task, against 2,300 others");
  expect(apartWords({ these: 120, others: 120, tasks: 57_298 })).toBe("120 of these tasks, against 120 of the others");
});
