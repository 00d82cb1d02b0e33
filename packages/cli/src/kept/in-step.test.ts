import { describe, expect, test } from "vitest";
import { inStep } from "./in-step.js";

describe("items for several takers", () => {
  const taken = async <Item>(items: AsyncIterable<Item>, most = Number.POSITIVE_INFINITY) => {
    const all: Item[] = [];
    for await (const item of items) {
      all.push(item);
      if (all.length >= most) break;
    }
    return all;
  };

  test("come to each of them, and are asked for once; who stops holds up nobody", async () => {
    const log: string[] = [];
    async function* source() {
      try {
        for (let i = 0; i < 4; i++) {
          log.push(`gives ${i}`);
          yield i;
        }
      } finally {
        log.push("ends");
      }
    }
    const [a, b, c] = inStep(source(), 3);
    if (a === undefined || b === undefined || c === undefined) throw new Error("three were asked for");
    expect(await Promise.all([taken(a), taken(b, 2), taken(c)])).toEqual([
      [0, 1, 2, 3],
      [0, 1],
      [0, 1, 2, 3],
    ]);
    expect(log).toEqual(["gives 0", "gives 1", "gives 2", "gives 3", "ends"]);
  });

  test("end for all with the error of the source, and the source ends when nobody takes them any more", async () => {
    async function* broken() {
      yield 1;
      throw new Error("torn");
    }
    const outcomes = await Promise.allSettled(inStep(broken(), 2).map((items) => taken(items)));
    expect(outcomes.map((outcome) => outcome.status === "rejected" && (outcome.reason as Error).message)).toEqual([
      "torn",
      "torn",
    ]);
    let isOver = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        isOver = true;
      }
    }
    await Promise.all(inStep(endless(), 2).map((items) => taken(items, 3)));
    expect(isOver).toBe(true);
  });
});
