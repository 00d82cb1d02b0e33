import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Message } from "../wire/index.js";
import { LiveTree, type LiveTreeOptions } from "./index.js";
import { OpenAction, OpenTasks, Place } from "./open-tasks.js";

const at = (task_uuid: string, task_level: readonly number[]) => ({ task_uuid, task_level, timestamp: 10 });
const start = (uuid: string, level: readonly number[], type: string): Message => ({
  ...at(uuid, level),
  action_type: type,
  action_status: "started",
});
const finish = (uuid: string, level: readonly number[], type: string, failed = false): Message => ({
  ...at(uuid, level),
  action_type: type,
  action_status: failed ? "failed" : "succeeded",
});
const message = (uuid: string, level: readonly number[], type: string): Message => ({
  ...at(uuid, level),
  message_type: type,
});

/** The lines for messages, without the times. */
function draw(messages: readonly Message[], options: LiveTreeOptions = {}): string[] {
  const tree = new LiveTree(options);
  const lines = messages.flatMap((one) => tree.add(one));
  return lines.map((line) => line.replace(/^(.{10}).{24}/, "$1").trimEnd());
}

describe("new LiveTree()", () => {
  test("draws two tasks that take turns", () => {
    const lines = draw([
      start("t", [1], "a"),
      start("u", [1], "b"),
      start("t", [2, 1], "inner"),
      finish("t", [2, 2], "inner", true),
      finish("u", [2], "b"),
      finish("t", [3], "a"),
    ]);
    expect(lines).toEqual([
      "t         ┌ a",
      "u         ┌ b",
      "t         │ ┌ inner",
      "          │ └ ✗ inner  failed, without a reason",
      "u         └ ✓ b",
      "t         └ ✓ a",
    ]);
  });

  test("names what comes after its task's end as a continuation", () => {
    const lines = draw([
      start("t", [1], "order"),
      finish("t", [2], "order"),
      start("t", [3, 1], "late"),
      message("t", [4], "m"),
      message("t", [5], "n"),
    ]);
    expect(lines.slice(2)).toEqual([
      "t         continuation of order, which was shown before",
      "          │ ┌ late",
      "          │ · m",
      "          │ · n",
    ]);
  });

  test("takes a child that outlives its task for a part of it", () => {
    const lines = draw([
      start("t", [1], "order"),
      start("t", [2, 1], "mail"),
      finish("t", [3], "order"),
      finish("t", [2, 2], "mail"),
      message("t", [4], "later"),
    ]);
    expect(lines.slice(2)).toEqual([
      "          └ ✓ order",
      "          │ └ ✓ mail",
      "t         continuation of order, which was shown before",
      "          │ · later",
    ]);
  });

  test("draws what came without the beginnings above it", () => {
    const lines = draw([message("t", [4, 2], "m"), finish("t", [4, 3], "lost")]);
    expect(lines).toEqual(["t         │ │ · m", "          │ ✓ lost  start not found"]);
  });

  test("keeps the actions above what is shown, and says nothing of the others", () => {
    const options = { shows: (node: { readonly kind: string }) => node.kind === "message" };
    const lines = draw(
      [
        start("t", [1], "a"),
        start("t", [2, 1], "b"),
        message("t", [2, 2], "found"),
        finish("t", [2, 3], "b"),
        start("t", [3, 1], "c"),
        finish("t", [3, 2], "c"),
        finish("t", [4], "a"),
      ],
      options,
    );
    expect(lines).toEqual([
      "t         ┌ a",
      "          │ ┌ b",
      "          │ │ · found",
      "          │ └ ✓ b",
      "          └ ✓ a",
    ]);
  });

  test("takes what is only recalled into account", () => {
    const tree = new LiveTree();
    tree.recall(start("t", [1], "order"));
    expect(tree.open).toBe(1);
    const lines = tree.add(message("t", [2], "paid"));
    expect(lines.map((line) => line.slice(34))).toEqual(["┌ order", "│ · paid"]);
  });

  test("draws the same beginning once", () => {
    expect(draw([start("t", [1], "order"), start("t", [1], "order")])).toEqual(["t         ┌ order"]);
  });

  test("says each message once, with or without waiting for what happens inside, and forgets what ended", () => {
    const task = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof({ maxDepth: 4 }, fc.constant("m"), fc.array(tie("node"), { maxLength: 3 })),
    })).node;
    fc.assert(
      fc.property(fc.array(task, { maxLength: 4 }), fc.boolean(), (children, defersBegins) => {
        const messages: Message[] = [];
        let id = 0;
        const walk = (node: unknown, level: readonly number[]) => {
          const type = `n${id++}.`;
          if (!Array.isArray(node)) return messages.push(message("t", level, type));
          messages.push(start("t", [...level, 1], type));
          for (const [i, child] of node.entries()) walk(child, [...level, i + 2]);
          messages.push(finish("t", [...level, node.length + 2], type));
          return 0;
        };
        walk(children, []);
        const tree = new LiveTree({ defersBegins });
        const lines = messages.flatMap((one) => tree.add(one));
        for (let i = 0; i < id; i++) {
          const count = lines.filter((line) => line.includes(`n${i}.`)).length;
          expect(count).toBeGreaterThanOrEqual(1);
          expect(count).toBeLessThanOrEqual(2);
        }
        if (!defersBegins) expect(lines).toHaveLength(messages.length);
        expect(tree.open).toBe(0);
        expect(tree.end()).toEqual([]);
      }),
    );
  });
});

describe("the open tasks", () => {
  test("are bounded: those that were silent for longest are surplus", () => {
    const tasks = new OpenTasks({ openActions: 10, openTasks: 100, endedTasks: 2 });
    const begin = (uuid: string) => {
      const task = tasks.task(uuid);
      const place = new Place();
      task.root.children.set(task.open + 1, place);
      tasks.begin(task, place, new OpenAction(start(uuid, [1], "a")));
    };
    for (let i = 0; i < 10; i++) begin(`t${i}`);
    expect(tasks.surplus()).toEqual([]);
    begin("t0");
    expect(tasks.surplus().map((task) => task.taskUuid)).toEqual(["t1", "t2"]);
    for (const task of tasks.surplus()) tasks.forget(task);
    expect(tasks.open).toBe(9);
    expect(tasks.task("t1").continues).toBeDefined();
    expect(tasks.task("unknown").continues).toBeUndefined();
  });

  test("leave nothing behind of places at which nothing is open", () => {
    const task = new OpenTasks().task("t");
    const path = task.path([4, 5, 6], 3);
    expect(task.root.children.size).toBe(1);
    task.prune(path, [4, 5, 6]);
    expect(task.root.children.size).toBe(0);
  });
});
