import { describe, expect, test } from "vitest";
import { Progress } from "./progress.js";

function screen(isTTY: boolean): { readonly isTTY: boolean; text: string; write(text: string): void } {
  return {
    isTTY,
    text: "",
    write(text) {
      this.text += text.replaceAll("\r\u001b[K", "<");
    },
  };
}

describe("new Progress(screen)", () => {
  test("shows how far a long read has come, not too often, and takes it back", () => {
    let now = 0;
    const shown = screen(true);
    const progress = new Progress(shown, () => now);
    for (; now < 1000; now += 50) progress.report(now, 1000);
    progress.clear();
    progress.clear();
    expect(shown.text).toBe("<reading, 70 % …<reading, 80 % …<reading, 90 % …<");
  });

  test("shows nothing of a short read, and nothing where nobody looks", () => {
    let now = 0;
    const brief = screen(true);
    const progress = new Progress(brief, () => now);
    progress.report(1, 2);
    progress.clear();
    const piped = screen(false);
    const silent = new Progress(piped, () => now);
    now = 10_000;
    silent.report(1, undefined);
    expect([brief.text, piped.text]).toEqual(["", ""]);
  });
});
