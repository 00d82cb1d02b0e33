import { EventEmitter } from "node:events";
import { afterEach, describe, expect, test, vi } from "vitest";
import { allowClosedPipe } from "./closed-pipe.js";

afterEach(() => {
  vi.restoreAllMocks();
});

function emit(code: string): { exited: number[]; thrown: unknown } {
  const exited: number[] = [];
  vi.spyOn(process, "exit").mockImplementation((status) => {
    exited.push(Number(status));
    return undefined as never;
  });
  const stream = new EventEmitter() as NodeJS.WriteStream;
  allowClosedPipe(stream);
  let thrown: unknown;
  try {
    stream.emit("error", Object.assign(new Error("write failed"), { code }));
  } catch (error) {
    thrown = error;
  }
  return { exited, thrown };
}

describe("allowClosedPipe(stream)", () => {
  test("ends quietly once the reader has gone", () => {
    expect(emit("EPIPE").exited).toEqual([0]);
  });

  test("throws every other error", () => {
    const { exited, thrown } = emit("ENOSPC");
    expect(exited).toEqual([]);
    expect((thrown as Error).message).toBe("write failed");
  });
});
