import { expect, test } from "vitest";
import { narrowedBy } from "./index.js";

test.each([
  ["order.place.region = islands", { fields: [{ field: "order.place.region", value: "islands" }] }],
  ['region!="the islands"', { fields: [{ field: "region", value: "the islands", op: "is not" }] }],
  ["items > 3", { fields: [{ field: "items", value: "3", op: "above" }] }],
  ["items<3", { fields: [{ field: "items", value: "3", op: "below" }] }],
  ["type=order", { types: ["order"] }],
  ["type != order", { notTypes: ["order"] }],
  ["status=failed", { statuses: ["failed"] }],
  ["duration > 100ms", { minDurationSeconds: 0.1 }],
  ["duration<2m", { maxDurationSeconds: 120 }],
  ["duration>soon", { fields: [{ field: "duration", value: "soon", op: "above" }] }],
  ["a text without a demand", { text: "a text without a demand" }],
  ["  ", {}],
])("what is typed narrows: %s", (typed, query) => {
  expect(narrowedBy({}, typed)).toEqual(query);
});

test("several values of a field, and a demand that is there already, stand once each", () => {
  const twice = ["a=1", "a=2", "a=1"].reduce(narrowedBy, {});
  expect(twice).toEqual({
    fields: [
      { field: "a", value: "2" },
      { field: "a", value: "1" },
    ],
  });
});
