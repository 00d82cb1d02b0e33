import { describe, expect, test } from "vitest";
import {
  diffMarks,
  formatShare,
  formatTime,
  formatType,
  loadTask,
  nodeAt,
  parseTaskPlace,
  plural,
  prettyJson,
  tracebackLines,
  visibleLines,
} from "./index.js";

describe("a text of a log", () => {
  test("hides nothing and reorders nothing, and keeps its lines where it may have some", () => {
    expect(formatType("a\u202eb\u0007")).toBe("a\\u202eb\\x07");
    expect(formatType("")).toBe("(no type)");
    expect(visibleLines("one\r\n\ttwo\u200b")).toBe("one\n    two\\u200b");
  });
});

describe("a number", () => {
  test("says neither none nor all where it is a few or nearly all", () => {
    expect([0, 0.001, 0.5, 0.999, 1].map(formatShare)).toEqual(["0 %", "<1 %", "50 %", ">99 %", "100 %"]);
    expect([plural(1, "task"), plural(1200, "task"), plural(2, "child", "children")]).toEqual([
      "1 task",
      "1,200 tasks",
      "2 children",
    ]);
  });

  test("keeps all of its digits in JSON", () => {
    expect(prettyJson({ n: 12345678901234567890n, z: -0, list: [1, "a"] })).toBe(
      '{"n": 12345678901234567890, "z": -0, "list": [1, "a"]}',
    );
    expect(prettyJson({ text: "x".repeat(60) })).toBe(`{\n  "text": "${"x".repeat(60)}"\n}`);
  });

  test("is written though it is nested 100,000 deep", () => {
    let value: unknown = 1;
    for (let i = 0; i < 100_000; i++) value = [value];
    expect(prettyJson(value).replace(/\s/g, "").length).toBe(200_001);
  });
});

describe("a moment", () => {
  test("has the day only where the log has more than one", () => {
    expect(formatTime(86_400.5, { firstTime: 86_400, lastTime: 90_000 })).toBe("00:00:00.500");
    expect(formatTime(86_400.5, { firstTime: 1, lastTime: 90_000 })).toBe("01-02 00:00:00");
  });
});

describe("tracebackLines", () => {
  test("takes the frames of JavaScript apart", () => {
    const lines = tracebackLines(
      "Error: no\n    at run (file:///srv/shop/order.mjs:64:45)\n    at async file:///srv/shop/main.mjs:2:3\n    at node:internal/timers:545:9\n    at x (/srv/node_modules/p/i.js:1:2)",
    );
    expect(lines.map(({ name, where, isOutside }) => [name.trim(), where, isOutside])).toEqual([
      ["Error: no", undefined, false],
      ["run", "shop/order.mjs:64:45", false],
      ["(anonymous)", "shop/main.mjs:2:3", false],
      ["(anonymous)", "node:internal/timers:545:9", true],
      ["x", "p/i.js:1:2", true],
    ]);
  });

  test("takes the frames of Python apart, and leaves its lines of code", () => {
    const [, frame, code] = tracebackLines('Traceback:\n  File "/srv/app/views.py", line 7, in show\n    run()');
    expect([frame?.name.trim(), frame?.where, code?.name]).toEqual(["show", "app/views.py:7", "    run()"]);
  });
});

describe("parseTaskPlace", () => {
  test("takes the id of an action for what it is, and nothing else", () => {
    expect(parseTaskPlace("ab-12@/2/1")).toEqual({ task: "ab-12", at: "/2/1" });
    expect(["me@example.org", "a@/0", "a@", "a b@/1"].map(parseTaskPlace)).toEqual(Array(4).fill(undefined));
  });
});

describe("diffMarks", () => {
  test("marks on each side the rows that differ, by the first of their differences", async () => {
    const line = '{"task_uuid":"t","task_level":[1],"timestamp":1,"action_type":"a","action_status":"started"}\n';
    const task = await loadTask(line);
    if (task === undefined) throw new Error("no task");
    const place = { task_uuid: "t", task_level: [1] };
    const shared = { action_path: ["a"], a: place, b: null, before: [] };
    const differences = [
      { ...shared, kind: "status" as const },
      { ...shared, kind: "field" as const },
    ];
    const answer = { same: false, first: null, differences };
    expect([...diffMarks(answer, task.tree, "a")]).toEqual([[nodeAt(task.tree, []), "status"]]);
    expect(diffMarks(answer, task.tree, "b").size).toBe(0);
  });
});
