// JSON that is not written a line a value, to lines: printed over several lines, or too long for one. What is no such
// document passes as it is.

import { DocumentCutter } from "./document-cutter.js";
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  firstSign,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from "./json-bytes.js";

/** A first line beyond this is taken for a document. */
const MOST_HEAD_BYTES = 1 << 20;

/** Turns the chunks of a document into those of lines. A chunk that is given holds until the next one is asked for. */
export async function* documentLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    let head: Buffer = Buffer.alloc(0);
    let isOver = false;
    let begins = beginsDocument(head);
    while (begins === undefined && head.length < MOST_HEAD_BYTES) {
      const next = await iterator.next();
      if (next.done) {
        isOver = true;
        break;
      }
      head = Buffer.concat([head, next.value]);
      begins = beginsDocument(head);
    }
    if (!(begins ?? head.length >= MOST_HEAD_BYTES)) {
      if (head.length > 0) yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
      return;
    }
    const cutter = new DocumentCutter();
    yield* cutter.push(head);
    while (!isOver) {
      const next = await iterator.next();
      if (next.done) isOver = true;
      else yield* cutter.push(next.value);
    }
    yield* cutter.end();
  } finally {
    await iterator.return?.();
  }
}

/** Whether a file that begins with these bytes is a document, and is not written in lines. */
export function isDocument(head: Buffer): boolean {
  return beginsDocument(head) ?? false;
}

/** Whether a list of objects begins, or an object that its first line does not close; `undefined` where more must be seen. */
function beginsDocument(head: Buffer): boolean | undefined {
  const start = firstSign(head, 0);
  if (head[start] === OPEN_BRACKET) {
    let at = firstSign(head, start + 1);
    if (head[at] === OPEN_BRACKET) at = firstSign(head, at + 1);
    return at < head.length ? head[at] === OPEN_BRACE : undefined;
  }
  if (head[start] !== OPEN_BRACE) return start < head.length ? false : undefined;
  const newline = head.indexOf(NEWLINE, start);
  return newline === -1 ? undefined : isOpenAtEnd(head.subarray(start, newline));
}

function isOpenAtEnd(line: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const code = line[at] as number;
    if (code === QUOTE) {
      at = endOfString(line, at + 1);
      if (at === -1) return false;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return depth > 0;
}

/** The place of the quote that ends a string; -1 where it does not end here. */
function endOfString(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at++;
  }
  return -1;
}
