import { describe, expect, test } from "vitest";
import { BATCH_BYTES, cutBatch, readBatch } from "./batch.js";

const line = (i: number) => `{"task_uuid":"t${i}","task_level":[1],"timestamp":${i},"message_type":"m"}\n`;

describe("cutBatch(bytes)", () => {
  test("takes whole lines, and leaves one that is being written", () => {
    expect(cutBatch(Buffer.from(`${line(1)}${line(2)}{"tas`))).toEqual({ length: 2 * line(1).length, isFull: false });
    expect(cutBatch(Buffer.from('{"tas'))).toEqual({ length: 0, isFull: false });
    expect(cutBatch(Buffer.alloc(0))).toEqual({ length: 0, isFull: false });
  });

  test("is full with so many lines or bytes", () => {
    expect(cutBatch(Buffer.from("\n".repeat(50_001)))).toEqual({ length: 50_000, isFull: true });
    const bytes = Buffer.alloc(BATCH_BYTES, "x");
    bytes[100] = 10;
    expect(cutBatch(bytes)).toEqual({ length: 101, isFull: true });
  });

  test("takes a line that is longer than a batch by itself", () => {
    const bytes = Buffer.from(`${"x".repeat(BATCH_BYTES + 5)}\n${line(1)}`);
    expect(cutBatch(bytes)).toEqual({ length: BATCH_BYTES + 6, isFull: true });
  });
});

describe("readBatch(bytes)", () => {
  test("gives rows for messages, and what is none with its reason", () => {
    const bytes = Buffer.concat([
      Buffer.from(`${line(1)}nothing\n\n  \n`),
      Buffer.from([0xff, 10]),
      Buffer.from(line(2)),
    ]);
    const { rows, unused } = readBatch(bytes);
    expect(rows.map(({ taskUuid }) => taskUuid)).toEqual(["t1", "t2"]);
    expect(unused.map(({ reason }) => reason)).toEqual([expect.stringContaining("not JSON"), "not UTF-8"]);
  });

  test("takes a last line without its end", () => {
    expect(readBatch(Buffer.from(line(1).trimEnd())).rows).toHaveLength(1);
  });
});
