import { MemoryStore } from "@clew/log";
import { expect, test, vi } from "vitest";
import { GrowingSource } from "./growing-source-for-tests.js";
import { LogSession, Navigation } from "./index.js";

const record = (uuid: string, task_level: number[], timestamp: number, more: object) =>
  `${JSON.stringify({ task_uuid: uuid, task_level, timestamp, ...more })}\n`;
const scoped = (uuid: string, at: number) =>
  record(uuid, [1], at, { action_type: "house", action_status: "started", clew_kind: "scope" }) +
  record(uuid, [2, 1], at, {
    action_type: "guest",
    action_status: "started",
    clew_kind: "child",
    clew_scope: `${uuid}@/`,
  }) +
  record(uuid, [2, 2], at + 1, { action_type: "guest", action_status: "succeeded" }) +
  record(uuid, [3], at + 2, { action_type: "house", action_status: "succeeded" });

test("the scopes of all tasks are asked for in a few questions, however long the names of the tasks are", async () => {
  const store = new MemoryStore("app.log");
  const uuids = Array.from({ length: 150 }, (_, i) => (i % 50 === 7 ? `“${"x".repeat(900)}${i}` : `task-${i}`));
  store.add(uuids.map(scoped).join(""));
  const source = new GrowingSource(store);
  const asked: (readonly string[])[] = [];
  const linesOf = source.linesOf.bind(source);
  source.linesOf = (some) => {
    asked.push(some);
    return linesOf(some);
  };
  source.taskLines = () => Promise.reject(new Error("one by one"));
  const log = new LogSession(source, new Navigation("scopes", () => undefined));
  await vi.waitFor(() => expect(log.scopes.shown.value?.tasks).toBe(150), { timeout: 5000, interval: 5 });
  expect(log.scopes.shown.value?.forest).toMatchObject({ scopes: 150, children: 150 });
  expect(asked.flat()).toEqual(uuids);
  expect(asked.length).toBeLessThan(8);
  for (const some of asked) expect(encodeURIComponent(JSON.stringify({ taskUuids: some })).length).toBeLessThan(8000);
  log.close();
});
