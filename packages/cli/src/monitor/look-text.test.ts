import { describe, expect, test } from "vitest";
import { child, greeting, lookAt, scope } from "./look-for-tests.js";
import { lookText } from "./look-text.js";

const text = (look: ReturnType<typeof lookAt>, options = {}) => [
  ...lookText(greeting, look, { sort: "tree" }, options),
];

describe("lookText(greeting, look)", () => {
  test("tells of the program, its event loop, who lives in it, and what is likely to be wrong", () => {
    const members = [
      scope(1, "shop", { waitsFor: [{ for: "cancel" }] }),
      child(2, "prices", { waitsFor: [{ for: "time", leftMs: 8_100 }], spawnSite: "shop.mjs:7:9" }),
      child(3, "deaf", { state: "cancelling", cancelled: { source: "explicit", agoMs: 3_000 } }),
    ];
    expect(text(lookAt(members, { total: 5 })).join("\n")).toBe(
      `\
shop.mjs  process 4242, Node 20.20.2, up 10.0s
event loop: 3 % busy, answers in 1.00ms, 4.00ms at worst
5 live: 1 scope, 2 children, and 2 more that are not shown

  ID  STATE                    AGE  CHILDREN  NAME       WAITS FOR      SPAWNED AT
   1  open                   1m00s         2  shop       a cancel
   2  running                2.00s            ├─ prices  8.1 s to pass  shop.mjs:7:9
!  3  cancelling (explicit)  2.00s            └─ deaf

! deaf (3) has not heeded its cancel of 3.00s ago (explicit)`,
    );
  });

  test("names whoever holds the event loop, with the program's own line", () => {
    const loop = { delayMs: 512, worstMs: 512, blockedMs: 512 };
    const stack = ["checkTicksAndRejections (node:internal/process/task_queues:1:1)", "parse (file:///shop.mjs:9:4)"];
    const held = lookAt([scope(1, "shop"), child(2, "hog")], {
      source: "interrupt",
      loop,
      running: { member: 2, stack },
    });
    expect(text(held)[1]).toBe(
      "event loop: blocked for at least 512ms by the child hog (2) at parse (file:///shop.mjs:9:4)",
    );
    expect(text({ ...held, source: "memory", running: { member: 2, stack: [] } })[1]).toBe(
      "event loop: blocked for at least 512ms by the child hog (2); it takes no interrupt, as native code does",
    );
  });

  test("shows nothing of the program raw", () => {
    const evil = "red\u001b[31m\nforged  \u202eline";
    const members = [scope(1, evil), child(2, evil, { isUnawaited: true, spawnSite: evil, state: evil })];
    const look = lookAt(members);
    const lines = [...lookText({ ...greeting, program: evil, runtime: evil }, look, { sort: "tree" }, {})];
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(lines.join("\n")).toContain("red\\x1b[31m\\nforged  \\u202eline");
  });

  test("cuts lines to the width of the screen, and draws with ASCII where that is asked for", () => {
    const lines = text(lookAt([scope(1, "shop"), child(2, "a".repeat(50))]), { width: 60, ascii: true });
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
    expect(lines.join("\n")).toContain("`- aaaa");
  });
});
