import { expect, test } from "vitest";
import { type NeededTasks, neededTasks } from "./index.js";

test.each<[filter: string, needed: NeededTasks]>([
  ["status=failed", { failed: true }],
  ["task=5f3a", { uuid: "5f3a" }],
  ["type=db.query rows>3 status=failed", { failed: true }],
  ["not status=failed", {}],
  ["status!=failed", {}],
  ["fields.status=failed", {}],
  ["status=failed or rows>3", {}],
  ["status=failed type=a or type=b status=failed", { failed: true }],
  ["task=a or task=a timeout", { uuid: "a" }],
  ["not (task=a) task=b", { uuid: "b" }],
  ['task=""', {}],
  ["type=db.query", {}],
  ["timeout", {}],
])("%s needs tasks with %j", (filter, needed) => {
  expect(neededTasks(filter)).toEqual(needed);
});
