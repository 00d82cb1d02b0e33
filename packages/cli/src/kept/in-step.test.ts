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
    const all = (items: AsyncIterable<number>) => taken(items);
    expect(await inStep(source(), all, (items) => taken(items, 2), all)).toEqual([
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
    const said = (items: AsyncIterable<number>) => taken(items).catch((error: Error) => error.message);
    expect(await inStep(broken(), said, said)).toEqual(["torn", "torn"]);
    let isOver = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        isOver = true;
      }
    }
    const three = (items: AsyncIterable<number>) => taken(items, 3);
    await inStep(endless(), three, three);
    expect(isOver).toBe(true);
  });
});
