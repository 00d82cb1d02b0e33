// A program prints too: `console.log`, a warning of Node, a prompt. What it writes on the same screen must not be drawn
// over, so each write of others is told of before and after it.

import type { ConsoleStream } from "./console-stream.js";

/** Receives writes that are not ours. */
export interface WriteWatcher {
  before(): void;
  after(isLineEnd: boolean): void;
}

/** Tells of all writes to a stream, but for those by the `write` that it gives, until it is stopped. */
export function watchWrites(
  stream: ConsoleStream,
  watcher: WriteWatcher,
): { readonly write: (text: string) => void; readonly stop: () => void } {
  const target = stream as { write: (...all: unknown[]) => unknown };
  const own = Object.getOwnPropertyDescriptor(stream, "write");
  const { write } = target;
  let isOn = true;
  const watching = function (this: unknown, ...all: unknown[]): unknown {
    if (!isOn) return write.apply(stream, all);
    watcher.before();
    const result = write.apply(stream, all);
    watcher.after(endsLine(all[0]));
    return result;
  };
  target.write = watching;
  return {
    write: (text) => void write.call(stream, text),
    stop: () => {
      isOn = false;
      // A later replacement holds ours within it, where it now does nothing.
      if (target.write !== watching) return;
      if (own === undefined) Reflect.deleteProperty(stream, "write");
      else Object.defineProperty(stream, "write", own);
    },
  };
}

const NEWLINE = 10;

function endsLine(chunk: unknown): boolean {
  if (typeof chunk === "string") return chunk === "" || chunk.endsWith("\n");
  if (!ArrayBuffer.isView(chunk)) return true;
  const bytes = chunk as Uint8Array;
  return bytes.length === 0 || bytes[bytes.length - 1] === NEWLINE;
}
