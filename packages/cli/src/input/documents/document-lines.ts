// JSON that is not written a line a value, to lines: printed over several lines, or too long for one. A list becomes its
// elements; an object that is long becomes several of the same shape, each with some of the elements of its list:
// `{"spans":[a,b]}` becomes `{"spans":[a]}` and `{"spans":[b]}`. So a document of any size is read in little memory. What
// is no such document passes as it is.

const NEWLINE = 10;
/** Stands in the place of a line end in JSON, where both mean nothing, until it is known to be JSON. */
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** A first line beyond this is cut, and a list on the first floor of an object is given in pieces of this size. */
const PIECE_BYTES = 1 << 20;
/** Deeper lists are given in pieces where the whole would be too long for a line. */
const DEEP_PIECE_BYTES = 12 << 20;
/** What cannot be cut is longer than a line may be: it passes as it is, to be told of as such. */
const MOST_HELD_BYTES = 32 << 20;
/** Deeper than this no list is looked for. */
const MOST_DEEP = 64;

/** Turns the chunks of a document into those of lines. A chunk that is given holds until the next one is asked for. */
export async function* documentLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    let head: Buffer = Buffer.alloc(0);
    let isOver = false;
    let begins = beginsDocument(head);
    while (begins === undefined && head.length < PIECE_BYTES) {
      const next = await iterator.next();
      if (next.done) {
        isOver = true;
        break;
      }
      head = Buffer.concat([head, next.value]);
      begins = beginsDocument(head);
    }
    if (!(begins ?? head.length >= PIECE_BYTES)) {
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

function firstSign(bytes: Buffer, from: number): number {
  let at = from;
  if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) at = 3;
  while (at < bytes.length && isSpace(bytes[at] as number)) at++;
  return at;
}

function isSpace(code: number): boolean {
  return code === SPACE || (code >= 9 && code <= 13);
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
      at = endOfString(line, at + 1, line.length);
      if (at === -1) return false;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return depth > 0;
}

/** Where the quote stands that ends a string; -1 where it does not end here. */
function endOfString(bytes: Buffer, from: number, end: number): number {
  for (let quote = bytes.indexOf(QUOTE, from); quote !== -1 && quote < end; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let escapes = 0;
    while (quote - 1 - escapes >= from && bytes[quote - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return quote;
  }
  return -1;
}

/** A bracket that is open. */
interface Open {
  readonly isList: boolean;
  /** Behind the bracket, with what stands before it in the buffer. */
  start: number;
  /** Behind the last element that is whole, of a list of objects; 0 where there is none. */
  wholeEnd: number;
  /** Whether elements were taken out of it: the comma behind them is of no use. */
  isCut: boolean;
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

class DocumentCutter {
  #bytes: Buffer = Buffer.allocUnsafe(2 * PIECE_BYTES);
  #length = 0;
  /** Up to here the bytes were looked at. */
  #at = 0;
  #open: Open[] = [];
  /** Brackets that are open beyond those that are remembered. */
  #deeper = 0;
  /** Line ends in what is held: they are given back behind it, so that lines keep their numbers. */
  #newlines = 0;
  #isPlain = false;

  *push(chunk: Buffer): Generator<Buffer, void, undefined> {
    if (this.#isPlain) {
      yield chunk;
      return;
    }
    this.#add(chunk);
    yield* this.#cut();
    if (this.#length <= MOST_HELD_BYTES) return;
    this.#isPlain = true;
    yield this.#rest();
  }

  /** The document is over, or cut: what is whole of it is given, then the rest as one line. */
  *end(): Generator<Buffer, void, undefined> {
    const list = this.#open.find((open) => open.wholeEnd > 0);
    if (list === undefined) yield this.#rest();
    else {
      yield this.#piece(list);
      yield this.#line(this.#bytes.subarray(0, this.#length), 0, this.#length);
    }
  }

  #add(chunk: Buffer): void {
    if (this.#length + chunk.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#length + chunk.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    chunk.copy(this.#bytes, this.#length);
    this.#length += chunk.length;
  }

  *#cut(): Generator<Buffer, void, undefined> {
    while (this.#at < this.#length) {
      const code = this.#bytes[this.#at] as number;
      if (this.#open.length === 0 && !(yield* this.#between(code))) return;
      if (code === QUOTE) {
        const quote = endOfString(this.#bytes, this.#at + 1, this.#length);
        if (quote === -1) return;
        this.#at = quote + 1;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#begin(code === OPEN_BRACKET);
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) yield* this.#close();
      else {
        if (code === NEWLINE) {
          this.#bytes[this.#at] = RETURN;
          this.#newlines++;
        } else if (code === COMMA) this.#passComma();
        this.#at++;
      }
    }
    if (this.#length < PIECE_BYTES) return;
    const list = this.#open.find((open) => open.wholeEnd > 0);
    if (list === undefined) return;
    if (list === this.#open[1] || this.#length > DEEP_PIECE_BYTES) yield this.#piece(list);
  }

  /** Between two documents. Gives whether the next one begins here; what begins otherwise passes as it is. */
  *#between(code: number): Generator<Buffer, boolean, undefined> {
    if (code === OPEN_BRACE || code === OPEN_BRACKET) return true;
    if (isSpace(code) || code === COMMA || code === 0xef || code === 0xbb || code === 0xbf) {
      this.#at++;
      if (code === NEWLINE || this.#at > PIECE_BYTES) {
        const given = Buffer.from("\n".repeat(code === NEWLINE ? 1 : 0));
        this.#drop(0, this.#at);
        if (given.length > 0) yield given;
      }
      if (this.#at < this.#length) yield* this.#cut();
      return false;
    }
    this.#isPlain = true;
    yield this.#rest();
    return false;
  }

  #passComma(): void {
    const list = this.#open.at(-1);
    if (list?.isCut !== true || this.#deeper > 0) return;
    list.isCut = false;
    this.#bytes[this.#at] = SPACE;
  }

  #begin(isList: boolean): void {
    this.#at++;
    if (this.#open.length >= MOST_DEEP) this.#deeper++;
    else this.#open.push({ isList, start: this.#at, wholeEnd: 0, isCut: false });
  }

  *#close(): Generator<Buffer, void, undefined> {
    this.#at++;
    if (this.#deeper > 0) {
      this.#deeper--;
      return;
    }
    this.#open.pop();
    const around = this.#open.at(-1);
    if (around === undefined) {
      // A list was given element by element.
      const first = firstSign(this.#bytes, 0);
      if (this.#bytes[first] === OPEN_BRACKET) this.#drop(0, this.#at);
      else if (this.#newlines > 0 && !isJson(this.#bytes.subarray(0, this.#at))) yield this.#asWritten(this.#at);
      else yield this.#line(this.#bytes.subarray(0, this.#at), 0, this.#at);
    } else if (around.isList) {
      if (this.#open.length > 1) around.wholeEnd = this.#at;
      else {
        let start = around.start;
        while (start < this.#at && (isSpace(this.#bytes[start] as number) || this.#bytes[start] === COMMA)) start++;
        yield this.#line(this.#bytes.subarray(start, this.#at), around.start, this.#at);
      }
    }
  }

  /** The elements of a list that are whole, in what stands around them. */
  #piece(list: Open): Buffer {
    const depth = this.#open.indexOf(list) + 1;
    const { start } = list;
    const comma = firstSign(this.#bytes.subarray(0, this.#at), list.wholeEnd);
    if (comma < this.#at && this.#bytes[comma] === COMMA) this.#bytes[comma] = SPACE;
    else list.isCut = true;
    const from = this.#open[0]?.isList === true ? (this.#open[0] as Open).start : 0;
    const closing = this.#open
      .slice(from === 0 ? 0 : 1, depth)
      .map(({ isList }) => (isList ? "]" : "}"))
      .reverse();
    let around = from;
    while (around < list.start && (isSpace(this.#bytes[around] as number) || this.#bytes[around] === COMMA)) around++;
    return this.#line(
      Buffer.concat([
        this.#bytes.subarray(around, list.start),
        this.#bytes.subarray(start, list.wholeEnd),
        Buffer.from(closing.join("")),
      ]),
      list.start,
      list.wholeEnd,
    );
  }

  /** A copy with its line end and those that were in it; the bytes from `start` to `end` are held no longer. */
  #line(bytes: Buffer, start: number, end: number): Buffer {
    const line = Buffer.concat([bytes, Buffer.from("\n".repeat(Math.max(1, this.#newlines)))]);
    this.#newlines = 0;
    this.#drop(start, end);
    return line;
  }

  #drop(start: number, end: number): void {
    this.#bytes.copyWithin(start, end, this.#length);
    const gone = end - start;
    this.#length -= gone;
    this.#at = Math.max(start, this.#at - gone);
    for (const open of this.#open) {
      if (open.start >= end) open.start -= gone;
      if (open.wholeEnd <= start) continue;
      open.wholeEnd = open.wholeEnd > end ? open.wholeEnd - gone : 0;
    }
  }

  #rest(): Buffer {
    return this.#asWritten(this.#length);
  }

  /** What is no document after all, with its line ends. */
  #asWritten(end: number): Buffer {
    const written = Buffer.from(this.#bytes.subarray(0, end));
    for (let at = written.indexOf(RETURN); at !== -1; at = written.indexOf(RETURN, at + 1)) {
      // Windows writes both signs.
      if (written[at + 1] !== RETURN) written[at] = NEWLINE;
    }
    this.#newlines = 0;
    this.#drop(0, end);
    return written;
  }
}
