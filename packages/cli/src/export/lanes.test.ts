import { describe, expect, test } from "vitest";
import { treesOf } from "./in-test.js";
import { laneEvents, lanesOf } from "./lanes.js";
import { timelineOf } from "./timeline.js";

describe("laneEvents(lane)", () => {
  test("never goes back in time, also where an action begins as its parent ends and another takes the lane", async () => {
    const place = { task_uuid: "t", message_type: "m" };
    const log = [
      { ...place, task_level: [4, 1, 1], timestamp: 1004 },
      { ...place, task_level: [4, 1], timestamp: 1000 },
      { ...place, task_level: [1], timestamp: 1005 },
      { task_uuid: "t", task_level: [1], timestamp: 1004, action_type: "a", action_status: "started" as const },
    ];
    for await (const tree of treesOf(log)) {
      const lanes = lanesOf(timelineOf(tree).spans);
      expect(lanes.flat()).toHaveLength(3);
      for (const lane of lanes) {
        const moments = [...laneEvents(lane)].map(({ at }) => at);
        expect(moments).toEqual([...moments].sort((a, b) => a - b));
      }
    }
  });
});
