import { describe, expect, test } from "vitest";
import { loadTask } from "../index.js";
import { densityOf } from "./density.js";

const line = (task_level: number[], timestamp: number, action_type: string, action_status: string) =>
  JSON.stringify({
    task_uuid: "t",
    task_level,
    timestamp,
    action_type,
    action_status,
    ...(action_status === "failed" && { exception: "Full" }),
  });

const timing = async (...lines: string[]) => {
  const task = await loadTask(lines.join("\n"));
  if (task === undefined) throw new Error("no task");
  return task.timing;
};

describe("the density of a task", () => {
  test("counts what runs in each part of the time, and marks where something failed", async () => {
    const of = await timing(
      line([1], 0, "job", "started"),
      line([2, 1], 1, "a", "started"),
      line([2, 2], 2.5, "a", "failed"),
      line([3, 1], 6, "b", "started"),
      line([4], 10, "job", "succeeded"),
    );
    const { running, failed } = densityOf(of, { from: 0, to: 10 }, 10);
    expect([...running]).toEqual([1, 2, 2, 1, 1, 1, 2, 2, 2, 2]);
    expect([...failed]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("of one moment stands in one part", async () => {
    const of = await timing(line([1], 5, "job", "started"), line([2], 5, "job", "succeeded"));
    const { running } = densityOf(of, { from: 4, to: 6 }, 4);
    expect([...running]).toEqual([0, 0, 1, 0]);
  });
});
