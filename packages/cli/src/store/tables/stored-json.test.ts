import { describe, expect, test } from "vitest";
import { storedJson } from "./stored-json.js";

describe("storedJson(value)", () => {
  test.each([
    ["half of a pair in a value", { k: "\ud83d x" }, { k: "\ufffd x" }],
    ["half of a pair in a name", { "k\ud83d": 1, "\ude00h": 2 }, { "k\ufffd": 1, "\ufffdh": 2 }],
    ["a pair in a name, and one that is hidden", { "😀": 1, "tag\u{e0001}": 2 }, { "😀": 1, "tag\u{e0001}": 2 }],
    ["a name that only reads like an escape", { "k\\ud83d": 1 }, { "k\\ud83d": 1 }],
    ["a number that JSON has not", { k: Number.NaN }, { k: "NaN" }],
  ])("writes %s so that the database can read it", (_what, value, read) => {
    const json = storedJson(value);
    expect(JSON.parse(json)).toEqual(read);
    // The database refuses a half also where it is an escape.
    expect(json.replaceAll(/\\u\{?d[89ab]..\\ud[c-f]../g, "").replaceAll("\\\\", "")).not.toMatch(/\\ud[89a-f]/);
  });
});
