import { findSlow } from "clew/explain";
import { Parser, parseLine, type TaskTree } from "clew/parse";
import { expect, test } from "vitest";
import { slowText } from "./slow-text.js";

const PATH = ["customer.buys", "http.post", "http.request", "order.place", "price.quote"];

/** A task in which each action takes a second of its own before the next within it. */
function nested(): readonly TaskTree[] {
  const parser = new Parser();
  const lines = PATH.flatMap((action_type, depth) => {
    const level = Array.from({ length: depth }, () => 2);
    const times = { start: depth, end: 2 * PATH.length - depth };
    return [
      { task_level: [...level, 1], timestamp: times.start, action_type, action_status: "started" },
      { task_level: [...level, 3], timestamp: times.end, action_type, action_status: "succeeded" },
    ];
  });
  for (const line of lines) {
    const parsed = parseLine(JSON.stringify({ task_uuid: "t", ...line }));
    if (parsed.ok) parser.add(parsed.message);
  }
  return parser.end();
}

test("a path that is longer than the screen is shown by its end, since other rows begin like it", async () => {
  const report = await findSlow(nested());
  const rows = [...slowText(report, "app.log", { width: 60 })].filter((line) => line.includes(" x "));
  expect(rows.map((row) => row.slice(28))).toEqual(expect.arrayContaining(["… > order.place > price.quote"]));
  expect(rows.every((row) => row.length <= 60 && PATH.some((type) => row.endsWith(type)))).toBe(true);
});
