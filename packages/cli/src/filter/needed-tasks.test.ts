import { expect, test } from "vitest";
import { type NeededTasks, neededTasks } from "./index.js";

test.each<[filter: string, needed: NeededTasks]>([
  ["status=failed", { failed: true, text: "failed" }],
  ["task=5f3a", { uuid: "5f3a" }],
  ["type=db.query rows>3 status=failed", { failed: true, text: "db.query" }],
  ["not status=failed", {}],
  ["status!=failed", {}],
  ["fields.status=failed", { text: "failed" }],
  ["status=failed or rows>3", {}],
  ["status=failed type=a or type=b status=failed", { failed: true, text: "failed" }],
  ["task=a or task=a timeout", { uuid: "a" }],
  ["task=a timeout", { uuid: "a", text: "timeout" }],
  ["not (task=a) task=b", { uuid: "b" }],
  ['task=""', {}],
  ["type=db.query", { text: "db.query" }],
  ["type~*query*db.?", { text: "query" }],
  ["timeout", { text: "timeout" }],
  ["timeout or refused", {}],
  ["'GET /orders/17'", { text: "orders" }],
  ["größe", {}],
  ["status~fail", {}],
  ["time=2026-11-22", {}],
  ["source.container=web-1", {}],
  ["user=17", {}],
  ["user=1e21", {}],
  ["user=Infinity", {}],
  ["user=NaN", {}],
  ["rows>3", {}],
])("%s needs tasks with %j", (filter, needed) => {
  expect(neededTasks(filter)).toEqual(needed);
});
