// A document to lines, while it comes. A list becomes its elements; an object that is long becomes several of the same
// shape, each with some of the elements of its list: `{"spans":[a,b]}` becomes `{"spans":[a]}` and `{"spans":[b]}`. So a
// document of any size is read in little memory. Each byte is looked at once, and moved at most a few times.

import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isSpace,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from "./json-bytes.js";

/** Stands in the place of a line end in JSON, where both mean nothing, until it is known to be JSON. */
const RETURN = 13;

/** A list on the first floor of an object is given in pieces of this size. */
const PIECE_BYTES = 1 << 20;
/** Deeper lists are given in pieces of this size: what is made of one is all in memory at once. */
const DEEP_PIECE_BYTES = 2 << 20;
/** What cannot be cut is longer than a line may be: it passes as it is, to be told of as such. */
const MOST_HELD_BYTES = 32 << 20;
/** Deeper than this no list is looked for. */
const MOST_DEEP = 64;

/** A bracket that is open. */
interface Open {
  readonly isList: boolean;
  /** Behind the bracket. */
  readonly start: number;
  /** Behind the last element that is whole, of a list of objects; 0 where there is none. */
  wholeEnd: number;
  /** Whether elements were taken out of it: the comma behind them is of no use. */
  isCut: boolean;
}

export class DocumentCutter {
  #bytes: Buffer = Buffer.allocUnsafe(2 * PIECE_BYTES);
  /** What was not given yet stands from here… */
  #from = 0;
  /** …to here. */
  #length = 0;
  /** Up to here the bytes were looked at. */
  #at = 0;
  #isInText = false;
  #open: Open[] = [];
  /** Brackets that are open beyond those that are remembered. */
  #deeper = 0;
  /** Line ends in what is held: they are given back behind it, so that lines keep their numbers. */
  #newlines = 0;
  #isPlain = false;
  /** Lines that are to be given; they stand in `#bytes`. */
  #lines: Buffer[] = [];

  *push(chunk: Buffer): Generator<Buffer, void, undefined> {
    if (this.#isPlain) {
      yield chunk;
      return;
    }
    this.#add(chunk);
    this.#cut();
    yield* this.#given();
    if (this.#isPlain || this.#length - this.#from <= MOST_HELD_BYTES) return;
    this.#giveUp();
    yield* this.#given();
  }

  /** The document is over, or cut: what is whole of it is given, then the rest as one line. */
  *end(): Generator<Buffer, void, undefined> {
    const list = this.#open.find((open) => open.wholeEnd > 0);
    if (list === undefined && this.#open[0]?.isList === true) this.#element(this.#length);
    else if (list === undefined) this.#asWritten(this.#length);
    else {
      this.#piece(list);
      this.#line([this.#bytes.subarray(this.#from, this.#length)]);
    }
    yield* this.#given();
  }

  *#given(): Generator<Buffer, void, undefined> {
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    yield Buffer.concat(lines);
  }

  /** Adds a chunk behind what is held, which moves to the beginning where nothing else makes room. */
  #add(chunk: Buffer): void {
    const held = this.#length - this.#from;
    if (this.#length + chunk.length > this.#bytes.length) {
      const room = held + chunk.length;
      const target = room * 2 > this.#bytes.length ? Buffer.allocUnsafe(2 * room) : this.#bytes;
      this.#bytes.copy(target, 0, this.#from, this.#length);
      this.#bytes = target;
      this.#move(-this.#from);
    }
    chunk.copy(this.#bytes, this.#length);
    this.#length += chunk.length;
  }

  /** All that is held stands elsewhere now. */
  #move(by: number): void {
    this.#from += by;
    this.#length += by;
    this.#at += by;
    this.#open = this.#open.map((open) => ({
      ...open,
      start: open.start + by,
      wholeEnd: open.wholeEnd === 0 ? 0 : open.wholeEnd + by,
    }));
  }

  #cut(): void {
    while (this.#at < this.#length && !this.#isPlain) {
      if (this.#isInText && !this.#passText()) break;
      if (this.#at >= this.#length) break;
      const code = this.#bytes[this.#at] as number;
      if (this.#open.length === 0 && code !== OPEN_BRACE && code !== OPEN_BRACKET) this.#between(code);
      else if (code === QUOTE) {
        this.#isInText = true;
        this.#at++;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#begin(code === OPEN_BRACKET);
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#close();
      else {
        if (code === NEWLINE) {
          this.#bytes[this.#at] = RETURN;
          this.#newlines++;
        } else if (code === COMMA) this.#passComma();
        this.#at++;
      }
    }
    const held = this.#length - this.#from;
    if (held < PIECE_BYTES) return;
    const list = this.#open.find((open) => open.wholeEnd > 0);
    if (list === undefined || (list !== this.#open[1] && held <= DEEP_PIECE_BYTES)) return;
    // What stands before a list is given again with each of its pieces, so that a short one would cost too much.
    if (list.wholeEnd - list.start >= Math.min(PIECE_BYTES, list.start - this.#from)) this.#piece(list);
  }

  /** Passes the rest of a text. Gives whether it ends here. */
  #passText(): boolean {
    const bytes = this.#bytes;
    const end = this.#length;
    let at = this.#at;
    while (at < end) {
      const code = bytes[at];
      if (code === QUOTE) {
        this.#isInText = false;
        this.#at = at + 1;
        return true;
      }
      // The sign behind it may come with the next chunk.
      if (code === BACKSLASH && at + 1 === end) break;
      at += code === BACKSLASH ? 2 : 1;
    }
    this.#at = at;
    return false;
  }

  /** Between two documents. What begins otherwise passes as it is. */
  #between(code: number): void {
    if (isSpace(code) || code === COMMA || code === 0xef || code === 0xbb || code === 0xbf) {
      this.#at++;
      this.#from = this.#at;
      if (code === NEWLINE) this.#lines.push(LINE_END);
    } else this.#giveUp();
  }

  /** It is no document: all that is held, and all that follows, passes as it is. */
  #giveUp(): void {
    this.#isPlain = true;
    this.#asWritten(this.#length);
  }

  #passComma(): void {
    const list = this.#open.at(-1);
    if (list?.isList === true && this.#open.length === 1) this.#element(this.#at);
    if (list?.isCut !== true || this.#deeper > 0) return;
    list.isCut = false;
    this.#bytes[this.#at] = SPACE;
  }

  #begin(isList: boolean): void {
    this.#at++;
    if (this.#open.length >= MOST_DEEP) this.#deeper++;
    else this.#open.push({ isList, start: this.#at, wholeEnd: 0, isCut: false });
    if (isList && this.#open.length === 1) this.#from = this.#at;
  }

  #close(): void {
    this.#at++;
    if (this.#deeper > 0) {
      this.#deeper--;
      return;
    }
    const closed = this.#open.pop() as Open;
    const around = this.#open.at(-1);
    if (around === undefined) {
      if (closed.isList) this.#element(this.#at - 1);
      else if (this.#newlines > 0 && !isJson(this.#bytes.subarray(this.#from, this.#at))) this.#asWritten(this.#at);
      else this.#line([this.#bytes.subarray(this.#from, this.#at)]);
      this.#from = this.#at;
    } else if (around.isList) {
      if (this.#open.length > 1) around.wholeEnd = this.#at;
      else this.#element(this.#at);
    }
  }

  /** Gives what stands up to a place in the outermost list, without the comma before it. */
  #element(end: number): void {
    let start = this.#from;
    while (start < end && (isSpace(this.#bytes[start] as number) || this.#bytes[start] === COMMA)) start++;
    if (start < end) this.#line([this.#bytes.subarray(start, end)]);
    this.#from = end;
  }

  /** Gives the elements of a list that are whole, in what stands around them. */
  #piece(list: Open): void {
    const bytes = this.#bytes;
    const depth = this.#open.indexOf(list) + 1;
    let comma = list.wholeEnd;
    while (comma < this.#at && isSpace(bytes[comma] as number)) comma++;
    if (comma < this.#at && bytes[comma] === COMMA) bytes[comma] = SPACE;
    else list.isCut = true;
    const isInList = this.#open[0]?.isList === true;
    const closing = this.#open
      .slice(isInList ? 1 : 0, depth)
      .map(({ isList }) => (isList ? "]" : "}"))
      .reverse();
    let around = this.#from;
    while (around < list.start && (isSpace(bytes[around] as number) || bytes[around] === COMMA)) around++;
    // Copied: what is held moves over it.
    const elements = Buffer.from(bytes.subarray(around, list.wholeEnd));
    this.#line([elements, Buffer.from(closing.join(""))]);
    const gone = list.wholeEnd - list.start;
    bytes.copyWithin(list.start, list.wholeEnd, this.#length);
    this.#length -= gone;
    this.#at -= gone;
    list.wholeEnd = 0;
    this.#open = this.#open.map((open) => (open.start > list.start ? { ...open, start: open.start - gone } : open));
    for (const open of this.#open) if (open.wholeEnd > list.start) open.wholeEnd -= gone;
  }

  /** Gives a line, with its end and the line ends that were in it. */
  #line(bytes: readonly Buffer[]): void {
    this.#lines.push(...bytes, this.#newlines < 2 ? LINE_END : Buffer.alloc(this.#newlines, NEWLINE));
    this.#newlines = 0;
  }

  /** Gives what is no document after all, with its line ends. */
  #asWritten(end: number): void {
    const written = Buffer.from(this.#bytes.subarray(this.#from, end));
    for (let at = written.indexOf(RETURN); at !== -1; at = written.indexOf(RETURN, at + 1)) {
      // Windows writes both signs.
      if (written[at + 1] !== RETURN) written[at] = NEWLINE;
    }
    this.#newlines = 0;
    this.#from = end;
    this.#lines.push(written);
  }
}

const LINE_END = Buffer.from("\n");

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
