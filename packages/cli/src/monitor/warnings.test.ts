import { describe, expect, test } from "vitest";
import { child, lookAt, scope } from "./look-for-tests.js";
import { warningsOf } from "./warnings.js";

const warned = (...given: Parameters<typeof lookAt>) =>
  warningsOf(lookAt(...given)).map(({ kind, member }) => [kind, member]);

describe("warningsOf(look)", () => {
  test("has none of a program that does well", () => {
    const members = [
      scope(1, "shop", { spawned: 500, ended: 300, lastSpawnAgoMs: 10, deadlineInMs: 5 }),
      child(2, "asked to stop just now", { state: "cancelling", cancelled: { source: "explicit", agoMs: 100 } }),
      ...Array.from({ length: 200 }, (_, i) => child(3 + i, "worker", { heldLoopMs: 50 })),
    ];
    expect(warned(members)).toEqual([]);
  });

  test("warns of a child that goes on after its cancel", () => {
    const cancelled = { source: "deadline", agoMs: 3_200 } as const;
    const look = lookAt([scope(1, "shop"), child(2, "deaf", { state: "cancelling", cancelled })]);
    expect(warningsOf(look)).toEqual([
      { kind: "ignores-cancel", member: 2, text: "has not heeded its cancel of 3.20s ago (deadline)" },
    ]);
    expect(warned([child(2, "known to be", { ignoresCancel: true, cancelled: { source: "explicit" } })])).toEqual([
      ["ignores-cancel", 2],
    ]);
  });

  test("warns of a child that nobody waits for", () => {
    expect(warned([scope(1, "shop"), child(2, "lost", { isUnawaited: true })])).toEqual([["never-awaited", 2]]);
  });

  test("warns of a child that does not yield: now, and once it has", () => {
    const members = [scope(1, "shop"), child(2, "hog"), child(3, "hog before", { heldLoopMs: 1_500 })];
    const loop = { delayMs: 300, worstMs: 300, blockedMs: 300 };
    expect(warningsOf(lookAt(members, { loop, running: { member: 2, stack: [] } }))).toEqual([
      { kind: "never-yields", member: 2, text: "does not yield: it has held the event loop for at least 300ms" },
      { kind: "never-yields", member: 3, text: "has held the event loop for 1.50s" },
    ]);
  });

  test("warns of a scope that grows: many live, more than have ended, and more come", () => {
    const workers = Array.from({ length: 150 }, (_, i) => child(2 + i, "worker"));
    const growing = { spawned: 160, ended: 10, lastSpawnAgoMs: 100 };
    expect(warned([scope(1, "leak", growing), ...workers])).toEqual([["grows", 1]]);
    // One that was given all at once, that has just begun, or of which more end than live, does not.
    expect(warned([scope(1, "batch", { ...growing, lastSpawnAgoMs: 6_000 }), ...workers])).toEqual([]);
    expect(warned([scope(1, "new", { ...growing, ageMs: 1_000 }), ...workers])).toEqual([]);
    expect(warned([scope(1, "busy", { ...growing, spawned: 400, ended: 250 }), ...workers])).toEqual([]);
  });

  test("warns of a deadline that has passed", () => {
    expect(warningsOf(lookAt([scope(1, "late", { deadlineInMs: -2_100 })]))).toEqual([
      { kind: "deadline-missed", member: 1, text: "has missed its deadline by 2.10s" },
    ]);
  });
});
