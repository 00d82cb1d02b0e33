import fc from "fast-check";
import { expect, test } from "vitest";
import { clustersOf } from "./clusters.js";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const wholeAtOnce = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

test("a text's clusters are the same, however long it is", () => {
  const parts = ["a", "é", "e\u0301", "\r\n", "漢", "한", "🇩🇪", "👩‍👩‍👧‍👦", "🤷🏽‍♀️", "\ud83d", "क्षि"];
  const part = fc.oneof(
    fc.constantFrom(...parts),
    fc.integer({ min: 1, max: 700 }).map((marks) => `e${"\u0301".repeat(marks)}`),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 300, size: "max" }), (pieces) => {
      const text = pieces.join("");
      expect([...clustersOf(text)]).toEqual(wholeAtOnce(text));
    }),
    { numRuns: 30 },
  );
});
