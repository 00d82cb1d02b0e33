import { expect, test } from "vitest";
import { JSON_DIALECTS } from "../dialects/index.js";
import type { JsonObject } from "../json-object.js";
import { LayeredLines } from "../layered-lines.js";

function typesIn(lines: readonly string[]): readonly unknown[] {
  const types: unknown[] = [];
  const reader = new LayeredLines();
  const sink = { message: ({ message_type: type }: JsonObject) => void types.push(type), unused: () => {} };
  for (const [i, line] of lines.entries()) reader.text(`${line}\n`, i + 1, sink);
  reader.end(sink);
  return types;
}

test("a line is of the dialect that recognizes it, whatever lines with the same keys came before", () => {
  const slog = '{"time":"2026-01-02T03:04:05.006Z","level":"INFO","msg":"read"}';
  const others = slog.replace("INFO", "NOTICE");
  expect(typesIn([others, slog, others, slog])).toEqual(["clew:logrus", "clew:slog", "clew:logrus", "clew:slog"]);
  expect(typesIn([slog, others, slog])).toEqual(["clew:slog", "clew:logrus", "clew:slog"]);
});

/** Another line with the same keys, and values of the same types, but for some that are kept. */
function withOtherValues(line: JsonObject, kept: readonly string[]): JsonObject {
  const other = (value: unknown): unknown => {
    if (typeof value === "string") return "x";
    if (typeof value === "number") return 7;
    if (Array.isArray(value)) return [];
    return typeof value === "object" && value !== null ? {} : value;
  };
  return Object.fromEntries(
    Object.entries(line).map(([key, value]) => [key, kept.includes(key) ? value : other(value)]),
  );
}

test.each(JSON_DIALECTS.filter(({ name, recognizes }) => recognizes !== undefined && name !== "json"))(
  "$name recognizes lines by their keys and types alone, but for those that it says it looks into",
  ({ example, recognizes, looksInto = [] }) => {
    const line = JSON.parse(example.replace(/,?…/g, "")) as JsonObject;
    expect(recognizes?.(line)).toBe(true);
    expect(recognizes?.(withOtherValues(line, looksInto))).toBe(true);
  },
);
