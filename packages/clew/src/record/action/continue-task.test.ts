import { parseStream, type WrittenAction } from "clew/parse";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addDestination,
  continueTask,
  currentAction,
  logMessage,
  type Message,
  preserveContext,
  removeDestination,
  startAction,
  startTask,
  TaskIdError,
  TooManyCallsError,
  withAction,
} from "../../index.node.js";

let messages: Message[] = [];
const collect = (message: Message) => {
  messages.push(message);
};
beforeEach(() => {
  messages = [];
  addDestination(collect);
});
afterEach(() => removeDestination(collect));

describe("continueTask(taskId, options?, body?)", () => {
  test("stands at the very place that was handed out, under Eliot's name if none is given", async () => {
    const sender = startTask("send");
    const [first, second] = [sender.serializeTaskId(), sender.serializeTaskId()];
    expect(continueTask(first, () => currentAction()?.taskId)).toBe(first);
    await continueTask(second, { actionType: "receive", fields: { queue: "q" }, followsFrom: "other@/2" }, async () => {
      await null;
      logMessage("inside");
    });
    sender.finish();
    const { taskUuid } = sender;
    expect(
      messages.map(({ task_level, action_type, message_type }) => [task_level, action_type ?? message_type]),
    ).toEqual([
      [[1], "send"],
      [[2, 1], "eliot:remote_task"],
      [[2, 2], "eliot:remote_task"],
      [[3, 1], "receive"],
      [[3, 2], "inside"],
      [[3, 3], "receive"],
      [[4], "send"],
    ]);
    expect(messages.every(({ task_uuid }) => task_uuid === taskUuid)).toBe(true);
    expect(messages[3]).toMatchObject({ queue: "q", clew_follows_from: ["other@/2"] });
    expect(messages[6]).toMatchObject({ clew_handed_out: [2, 3] });
  });

  test("gives an action that the caller finishes where there is no body", () => {
    const action = continueTask(startTask("send").serializeTaskId());
    expect(currentAction()).toBeUndefined();
    expect(action.taskLevel).toEqual([2]);
    action.finish();
    expect(messages.at(-1)).toMatchObject({ task_level: [2, 2], action_status: "succeeded" });
  });

  test("starts a task that follows, where this process continued the id before", () => {
    const taskId = startTask("send").serializeTaskId();
    continueTask(taskId, () => {});
    messages = [];
    continueTask(taskId, { actionType: "again", followsFrom: ["a@/2", "b@/3"] }, () => {});
    expect(messages[0]).toMatchObject({ task_level: [1], clew_follows_from: [taskId, "a@/2", "b@/3"] });
    expect(messages[0]?.task_uuid).not.toBe(taskId.split("@")[0]);
  });

  test.each([
    "",
    "no id",
    "@/1",
    "uuid@",
    "uuid@1",
    "uuid@/0",
    "uuid@/-1",
    "uuid@/1.5",
    "uuid@/1e3",
    "uuid@/1/",
    "uuid@//1",
    "uuid@/99999999999999999999",
    `uuid@${"/1".repeat(3_000)}`,
    17,
    null,
    undefined,
    {},
  ])("refuses what is no such id, and runs nothing: %j", (taskId) => {
    let hasRun = false;
    const run = () => {
      hasRun = true;
    };
    expect(() => continueTask(taskId as string, run)).toThrow(TaskIdError);
    expect(hasRun).toBe(false);
    expect(messages).toEqual([]);
  });

  test("refuses the id of a root, and says why and what to do instead", () => {
    expect(() => continueTask(startTask("root").taskId)).toThrow(
      /^Cannot continue the task id ".*@\/": it names a task's root, .*; continue what action\.serializeTaskId\(\) gave/,
    );
  });

  test("takes ids as other writers make them: any text before the @", () => {
    continueTask('strange "uuid" @ home@/2', () => {});
    expect(messages[0]).toMatchObject({ task_uuid: 'strange "uuid" @ home', task_level: [2, 1] });
  });
});

describe("preserveContext(fn)", () => {
  test("runs the function later, once, as a continuation of the action that was current", async () => {
    const later = withAction("request", () => preserveContext((a: number, b: number) => a + b));
    await new Promise((resolve) => setImmediate(resolve));
    expect(later(1, 2)).toBe(3);
    expect(() => later(1, 2)).toThrow(TooManyCallsError);
    expect(messages.map(({ task_level }) => task_level)).toEqual([[1], [3], [2, 1], [2, 2]]);
    expect(messages[1]).toMatchObject({ clew_handed_out: [2] });
  });

  test("is the function itself outside of every action", () => {
    const fn = () => 1;
    expect(preserveContext(fn)).toBe(fn);
  });
});

describe("an action that hands out without end", () => {
  test("says so in runs, which readers take for what they stand for", async () => {
    const lines: string[] = [];
    const destination = { writeLine: (line: string) => void lines.push(line) };
    addDestination(destination);
    const action = startAction("program");
    for (let i = 0; i < 100_000; i++) action.serializeTaskId();
    action.log("between");
    for (let i = 0; i < 3; i++) action.serializeTaskId();
    action.finish();
    removeDestination(destination);
    expect(lines.at(-1)).toContain('"clew_handed_out":[[2,100001],100003,100004,100005]');
    for await (const tree of parseStream(lines)) {
      expect(tree.isComplete).toBe(true);
      expect((tree.root as WrittenAction).gaps).toEqual([]);
    }
  });
});

describe("an action that begins in one that has finished", () => {
  test("is a task that follows from it, where it is deep, so that a poll's log grows with its rounds", async () => {
    const lines: string[] = [];
    const destination = { writeLine: (line: string) => void lines.push(line) };
    addDestination(destination);
    let round = startAction("poll");
    for (let i = 0; i < 2_000; i++) {
      const next = round;
      next.finish();
      round = next.run(() => startAction("poll"));
    }
    round.finish();
    removeDestination(destination);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1_000);
    const starts = lines.map((line) => JSON.parse(line)).filter(({ action_status }) => action_status === "started");
    expect(starts).toHaveLength(2_001);
    const roots = starts.filter(({ task_level }) => task_level.length === 1);
    expect(roots).toHaveLength(10);
    for (const { clew_follows_from } of roots.slice(1))
      expect(clew_follows_from).toEqual([expect.stringContaining("@/")]);
  });
});
