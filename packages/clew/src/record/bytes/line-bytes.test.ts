import { expect, test, vi } from "vitest";
import { encodeNumber, quote } from "../../wire/index.js";
import { secondsText } from "../hub/index.js";
import { LineBytes } from "./line-bytes.js";
import { toWords } from "./words.js";

function lineBytes(longest = 1e9, took = () => {}): LineBytes {
  const bytes = new LineBytes((buffer) => Buffer.from(buffer), longest, { took });
  bytes.limit = 1e9;
  return bytes;
}

/** What `put` writes, behind so many bytes. */
function written(put: (line: LineBytes) => void, offset = 0): string {
  const line = lineBytes();
  line.text("-".repeat(offset));
  line.close();
  put(line);
  return line.take();
}

/** A line in whose memory WebAssembly looks at long strings. */
function scannedLine(): LineBytes {
  const line = lineBytes();
  const long = "x".repeat(60_000);
  const before = line.memory;
  for (let i = 0; i < 200; i++) {
    line.string(long);
    line.cut(0);
  }
  // What makes strings cheaper must be on trial here.
  expect(line.memory === before).toBe(false);
  return line;
}

test.each([
  ["few", lineBytes],
  ["many", scannedLine],
])("a string is written as JSON, whatever stands wherever in it, after %s others", (_, begin) => {
  const line = begin();
  const wrong: string[] = [];
  const odd = [
    "\u0000",
    "\u001f",
    " ",
    "\u007f",
    "\u0080",
    "é",
    "€",
    "😀",
    "\ud800",
    "\u0141",
    "\u0122",
    '"',
    "\\",
    "\n",
    "x",
  ];
  for (const length of [1, 2, 16, 31, 32, 33, 34, 47, 48, 49, 63, 64, 65, 80]) {
    for (let at = 0; at < length; at++) {
      for (const character of odd) {
        const text = "x".repeat(at) + character + "y".repeat(length - at - 1);
        // It begins at another of four places each time.
        line.text("-".repeat(at & 3));
        const before = line.length;
        line.string(text);
        if (line.take().slice(before) !== quote(text)) wrong.push(text);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test("half a line goes on in the memory where strings are looked at quickly, and its head is found there", () => {
  const line = lineBytes();
  line.text("whole\n");
  line.close();
  line.text("a head, ");
  const { generation } = line;
  const long = "x".repeat(60_000);
  for (let i = 0; i < 200; i++) {
    line.cut("a head, ".length);
    line.string(long);
  }
  expect(line.generation).toBe(generation);
  expect(line.take()).toBe(`a head, "${long}"`);
  expect(line.memory.toString("utf8", line.from, line.at)).toBe("whole\n");
});

test("where WebAssembly is not allowed, strings are looked at without it", () => {
  let tries = 0;
  class Memory {
    constructor() {
      tries++;
      throw new Error("code generation is not allowed");
    }
  }
  vi.stubGlobal("WebAssembly", { Memory });
  const line = lineBytes();
  const { memory } = line;
  const long = "x".repeat(60_000);
  for (let i = 0; i < 200; i++) {
    line.cut(0);
    line.string(i % 2 === 0 ? long : `${long}\n`);
  }
  vi.unstubAllGlobals();
  expect(tries).toBe(1);
  expect(line.memory === memory).toBe(true);
  expect(line.take()).toBe(JSON.stringify(`${long}\n`));
});

test("a number is written as JSON", () => {
  const numbers = [
    0,
    -0,
    1,
    9,
    10,
    99,
    100,
    1e9,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53,
    -1,
    -7,
    0.5,
    1e21,
    1e-7,
    NaN,
    Infinity,
  ];
  for (const number of numbers) expect(written((line) => line.number(number))).toBe(encodeNumber(number));
});

test("times and durations are written as the clock writes them", () => {
  for (const us of [0, 1, 999, 1000, 12_345, 999_999, 1_000_000, 90_061_001_001]) {
    expect(written((line) => line.seconds(us))).toBe(secondsText(us));
  }
  const millisecond = { text: '],"timestamp":1795385414.527' };
  expect(written((line) => line.time(millisecond, 7))).toBe(`${millisecond.text}007`);
  expect(written((line) => line.time({ text: "another" }, 123))).toBe("another123");
});

test("a line that outgrows the memory is written whole, and the memory is given back", () => {
  const line = lineBytes();
  const usual = line.memory;
  const pieces = ["€".repeat(30_000), "y".repeat(300_000), "z".repeat(50_000)];
  for (const piece of pieces) line.string(piece);
  line.words(toWords("}\n"));
  line.close();
  expect(line.memory.toString("utf8", line.last, line.at)).toBe(`${pieces.map((piece) => `"${piece}"`).join("")}}\n`);
  expect(line.memory).not.toBe(usual);
  line.forget(line.at, 1);
  expect(line.memory).toBe(usual);
});

test("lines that are added while one is half written stand before it", () => {
  const line = lineBytes();
  line.text("first half");
  line.add("whole\n");
  line.add("another\n");
  line.forget("whole\n".length, 1);
  line.text(", second half\n");
  line.close();
  expect(line.memory.toString("utf8", line.from, line.at)).toBe("another\nfirst half, second half\n");
  expect(line.lines).toBe(2);
});

test("a generation is over when what stood at a place may stand there no more", () => {
  const line = lineBytes();
  const { generation } = line;
  line.add("x".repeat(40_000));
  expect(line.generation).toBe(generation);
  line.forget(40_000, 1);
  expect(line.generation).not.toBe(generation);
  const next = line.generation;
  line.text("open");
  line.take();
  expect(line.generation).not.toBe(next);
});

test("the destination is told of a line beyond the limit, and of one that is too long", () => {
  const took = vi.fn();
  const line = lineBytes(100, took);
  line.limit = 50;
  line.add("x".repeat(40));
  expect(took).toHaveBeenCalledTimes(0);
  line.add("x".repeat(40));
  expect(took).toHaveBeenCalledTimes(1);
  line.limit = 10_000;
  line.add("x".repeat(101));
  expect(took).toHaveBeenCalledTimes(2);
});
