import { describe, expect, test } from "vitest";
import { findInTask, formatLevel, loadTask } from "./index.js";

const line = (level: number[], rest: object) =>
  `${JSON.stringify({ task_uuid: "t", task_level: level, timestamp: level.at(-1), ...rest })}\n`;

const LINES = [
  line([1], { action_type: "order", action_status: "started", coupon: "SPRING-24" }),
  line([2, 1], { action_type: "pay", action_status: "started" }),
  line([2, 2], { message_type: "card", text: "no spring here" }),
  line([2, 3], { action_type: "pay", action_status: "failed", exception: "Declined", reason: "spring" }),
  line([3], { action_type: "order", action_status: "failed", exception: "Refused", reason: "declined" }),
].join("");

const found = async (text: string) => {
  const task = await loadTask(LINES);
  return task && findInTask(task, text).map(({ taskLevel }) => formatLevel(taskLevel));
};

describe("findInTask", () => {
  test("finds actions by their start and their finish, and messages, from top to bottom", async () => {
    expect(await found("spring")).toEqual(["/", "/2", "/2/2"]);
    expect(await found("no spring")).toEqual(["/2/2"]);
    expect(await found("nothing such")).toEqual([]);
    expect(await found("")).toEqual([]);
  });
});

describe("loadTask", () => {
  test("puts the failure with which it began before those that followed from it", async () => {
    const task = await loadTask(LINES);
    expect(task?.failures.map(({ actionType }) => actionType)).toEqual(["pay", "order"]);
  });

  test("marks the actions that the task waited for, also one that spent no time of its own", async () => {
    const lines = [
      line([1], { action_type: "a", action_status: "started", timestamp: 0 }),
      line([2, 1], { action_type: "b", action_status: "started", timestamp: 0 }),
      line([2, 2], { action_type: "b", action_status: "succeeded", timestamp: 5 }),
      line([3, 1], { action_type: "c", action_status: "started", timestamp: 0 }),
      line([3, 2], { action_type: "c", action_status: "succeeded", timestamp: 2 }),
      line([4], { action_type: "a", action_status: "succeeded", timestamp: 5 }),
    ].join("");
    const task = await loadTask(lines);
    expect([...(task?.critical ?? [])].map(({ actionType }) => actionType).sort()).toEqual(["a", "b"]);
  });

  test("keeps each line as it was written", async () => {
    const written = '{"task_uuid":"t", "task_level":[1], "timestamp":1.50, "n":12345678901234567890}';
    const task = await loadTask(`${written}\n`);
    const root = task?.tree.root;
    expect(root?.kind === "message" && task?.lineOf(root.record)).toBe(written);
  });

  test("says that there is no task in nothing", async () => {
    expect(await loadTask("\n")).toBeUndefined();
  });
});
