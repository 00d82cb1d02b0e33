import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Message, Parser, type TaskTree } from "../parse/index.js";
import {
  darkTheme,
  formatMoment,
  formatValue,
  measureColumns,
  plainTheme,
  type RenderOptions,
  renderMessage,
  renderTask,
  visible,
} from "./index.js";

/** Texts as programs log them, and as nobody should. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aZ09 .:-+_/=,;'`\"\\{}[]()\n\r\t!~\u001b\u00b7\u202e日\ud800👍e") }),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "null",
    "true",
    "NaN",
    "-Infinity",
    "1e5",
    "10.0.0.1",
    "nullable",
    "two words ",
    "a\n",
    "\nb",
    "x".repeat(90),
  ),
);
const value = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 3 }));
const key = fc.oneof(fc.constantFrom("b", "a", "c:d", "exception", "reason", "traceback", "attempt"), text);
const message: fc.Arbitrary<Message> = fc
  .record({
    task_uuid: fc.constantFrom("t", "u\u001b[2J"),
    task_level: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    timestamp: fc.double({ min: 0, max: 5, noNaN: true }),
    type: fc.constantFrom(
      { message_type: "m" },
      { message_type: "eliot:traceback" },
      { action_type: "a", action_status: "started" },
      { action_type: "a", action_status: "succeeded" },
      { action_type: "a", action_status: "failed" },
    ),
    fields: fc.dictionary(key, value, { maxKeys: 5 }),
  })
  .map(({ type, fields, ...place }) => ({ ...fields, ...type, ...place }) as Message);

const messages = fc.array(message, { minLength: 1, maxLength: 12 });

/** No colours either, but a theme of its own: a line is put together of pieces that each may have one. */
const ownPlainTheme = { ...plainTheme };

function treesOf(all: readonly Message[]): readonly TaskTree[] {
  const parser = new Parser();
  for (const one of all) parser.add(one);
  return parser.end();
}

/** A tree is read anew for each drawing, as it remembers what was looked at. */
const drawn = (all: readonly Message[], options: RenderOptions) =>
  treesOf(all).flatMap((tree) => [...renderTask(tree, options)]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences.
const uncoloured = (lines: readonly string[]) => lines.map((line) => line.replace(/\x1b\[[0-9;]*m/g, "").trimEnd());

describe("what is drawn of any log", { timeout: 60_000 }, () => {
  test("is the same with colours and without, and without pieces and with", () => {
    const options = fc.record(
      { width: fc.integer({ min: 5, max: 130 }), ascii: fc.boolean(), fieldLimit: fc.constantFrom(0, 20, 100) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(messages, options, (all, chosen) => {
        const plain = drawn(all, chosen);
        expect(drawn(all, { ...chosen, theme: ownPlainTheme })).toEqual(plain);
        expect(uncoloured(drawn(all, { ...chosen, theme: darkTheme }))).toEqual(plain);
        for (const one of all) {
          const lines = renderMessage(one);
          expect(renderMessage(one, { theme: ownPlainTheme })).toEqual(lines);
          expect(uncoloured(renderMessage(one, { theme: darkTheme }))).toEqual(lines);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("is safe to print, fits its width, and has no space at the end", () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 20, max: 100 }), (all, width) => {
        for (const line of drawn(all, { width })) {
          expect(visible(line)).toBe(line);
          expect(line.trimEnd()).toBe(line);
          expect(measureColumns(line)).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("says the fields of each message by name, whatever messages came before", () => {
    const own = ["action_type", "message_type", "action_status", "task_uuid", "task_level", "timestamp", "clew_source"];
    fc.assert(
      fc.property(messages, (all) => {
        for (const one of all) {
          const keys = Object.keys(one).filter((name) => !own.includes(name));
          const first = own.slice(0, 3).filter((name) => Object.hasOwn(one, name));
          const labels = [...first, ...keys.sort()].map((name) => `  ${formatValue({ [name]: 0 }).slice(1, -4)}:`);
          const lines = renderMessage(one).slice(2);
          const written = lines.filter((line) => !line.startsWith("   "));
          expect(written.map((line, i) => line.slice(0, labels[i]?.length))).toEqual(labels);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a value", { timeout: 60_000 }, () => {
  const isWord = (one: string) =>
    /^[^\s"'`=,;\\{}[\]()]+$/.test(one) &&
    !/^(?:null|true|false|NaN|-?Infinity|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)$/.test(one);

  test("stands without quotes where it is a word of no other type, as a key where it has no colon", () => {
    fc.assert(
      fc.property(text, (one) => {
        const quoted = `"${visible(one.replace(/["\\]/g, "\\$&"))}"`;
        expect(formatValue(one)).toBe(isWord(one) && visible(one) === one ? one : quoted);
        if (one.length > 40) return;
        const isKey = /^[^\s"'`=,;\\{}[\]():]+$/.test(one) && visible(one) === one;
        expect(formatValue({ [one]: 0 })).toBe(`{${isKey ? one : quoted}: 0}`);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("a moment", () => {
  test("is the calendar's, whatever moments came before", () => {
    const seconds = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: -1e7, max: 5e9 }),
      fc.constantFrom(8.64e12, 8.64e12 + 1, -8.64e12),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(seconds, fc.nat({ max: 999 })), { minLength: 1 }), (moments) => {
        for (const [whole, millis] of moments) {
          const date = new Date(whole * 1000 + millis);
          if (Number.isNaN(date.getTime()) || Math.abs(whole) > 1e10) continue;
          expect(formatMoment(whole + millis / 1000, { separator: "T" })).toBe(date.toISOString());
        }
      }),
    );
  });
});
