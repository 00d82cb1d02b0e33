import { expect, test } from "vitest";
import { withNaturalArrows } from "./natural-arrows.js";

test.each([
  ["SELECT 1", "SELECT 1"],
  ["WHERE type = 'm' AND fields->>'user' = 'kim'", "WHERE type = 'm' AND (fields->>'user') = 'kim'"],
  ["m.fields -> 'a' ->> 'b' IS NULL", "(m.fields -> 'a' ->> 'b') IS NULL"],
  ["(fields->>'user') = 'kim'", "((fields->>'user')) = 'kim'"],
  [`"odd ""name""" ->> 0 > 1`, `("odd ""name""" ->> 0) > 1`],
  ["x = 'a->>b' -- fields->>'c'\n AND y /* a->'b' */", "x = 'a->>b' -- fields->>'c'\n AND y /* a->'b' */"],
  ["list_filter(l, x -> x > 1)", "list_filter(l, x -> x > 1)"],
])("brackets the arrows of %s, and nothing else", (sql, meant) => {
  expect(withNaturalArrows(sql)).toBe(meant);
});
