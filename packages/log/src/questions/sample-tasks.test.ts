import { describe, expect, test } from "vitest";
import { evenPart, evenRuns, sampleSides } from "../index.js";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("a part of a list", () => {
  test("is all of it where it has no more", () => {
    expect(evenPart(numbers(5), 5)).toEqual(numbers(5));
    expect(evenRuns(numbers(5), 9)).toEqual(numbers(5));
    expect(evenRuns(numbers(5), Number.POSITIVE_INFINITY)).toEqual(numbers(5));
  });

  test("stands in even steps", () => {
    expect(evenPart(numbers(12), 4)).toEqual([0, 3, 6, 9]);
    expect(evenPart(numbers(7), 3)).toEqual([0, 2, 4]);
  });

  test("stands in even runs of neighbours, about twice as many as each is long", () => {
    expect(evenPart(numbers(30), 6, 2)).toEqual([0, 1, 10, 11, 20, 21]);
    const part = evenRuns(numbers(6000), 120);
    const begins = part.filter((n, i) => n !== (part[i - 1] ?? -2) + 1);
    expect(begins).toHaveLength(18);
    const steps = begins.slice(1).map((n, i) => n - (begins[i] as number));
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
  });

  test("has nothing twice and as many as are asked for, whatever the lengths", () => {
    for (let length = 1; length < 60; length++) {
      for (let most = 1; most <= length; most++) {
        const part = evenRuns(numbers(length), most);
        expect([new Set(part).size, part.every((n) => n >= 0 && n < length)]).toEqual([most, true]);
      }
    }
  });
});

describe("a part of each side", () => {
  const sides = (from: number, to: number) => sampleSides(numbers(6000), (n) => n >= from && n < to, 120);

  test("has others that are the same ones whatever is chosen, as far as they are not chosen themselves", () => {
    const common = evenRuns(numbers(6000), 120);
    for (const from of [0, 1000, 5900]) {
      const { chosen, others, common: within } = sides(from, from + 900);
      expect(chosen).toEqual(evenRuns(numbers(6000).slice(from, from + 900), 120));
      expect(others).toEqual(common.filter((n) => n < from || n >= from + 900));
      expect(within).toEqual(common);
    }
  });

  test("has others of their own where too many of the same ones are chosen, and all where they are few", () => {
    const alone = sides(0, 4000);
    expect(alone.others).toEqual(evenRuns(numbers(6000).slice(4000), 120));
    expect(alone.common).toEqual([]);
    expect(sides(0, 5900).others).toEqual(numbers(6000).slice(5900));
  });
});
