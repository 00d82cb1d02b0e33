// The fast path from bytes to what a tree needs of a line; unusual lines take the plain path.
import { type Message, type MessageRole, toTimestamp, writtenTimestamp } from "../wire/index.js";
import { LineScanner } from "./line-scanner.js";
import { readMessage, trimLine } from "./parse-line.js";
import type { LineSink } from "./read-lines.js";

/** Whole lines of a log as bytes. */
export interface LineBytes {
  /** Valid UTF-8, with a line end at its end. */
  readonly bytes: Uint8Array;
  /** The text of some of the bytes. It must not keep the others in memory. */
  text(start: number, end: number): string;
}

/** A line that is a message for certain, of which only what a tree needs was read. Valid until the next line. */
export class ScannedLine {
  readonly #block: LineBytes;
  readonly #scanner: LineScanner;
  #start = 0;
  #text: string | undefined;

  constructor(block: LineBytes) {
    this.#block = block;
    this.#scanner = new LineScanner(block.bytes);
  }

  /** Whether the line that begins here is a message for certain; if so, this is it from now on. */
  read(start: number): boolean {
    this.#start = start;
    this.#text = undefined;
    return this.#scanner.scan(start);
  }

  get end(): number {
    return this.#scanner.end;
  }

  /** Where the `task_uuid`, which is plain ASCII, stands in the bytes. */
  get uuidStart(): number {
    return this.#scanner.uuidStart;
  }

  get uuidEnd(): number {
    return this.#scanner.uuidEnd;
  }

  get bytes(): Uint8Array {
    return this.#block.bytes;
  }

  /** The same, for who reads four at once. */
  get words(): DataView {
    return this.#scanner.words;
  }

  /** What `hashOfUuid` gives for it. */
  get uuidHash(): number {
    return this.#scanner.uuidHash;
  }

  get taskUuid(): string {
    return this.#block.text(this.#scanner.uuidStart, this.#scanner.uuidEnd);
  }

  /** The first `levels` numbers are the line's level. */
  get level(): readonly number[] {
    return this.#scanner.level;
  }

  get levels(): number {
    return this.#scanner.levels;
  }

  get role(): MessageRole {
    return this.#scanner.role;
  }

  /** Whether it names the span under which it stands, in its task or in another one. */
  get hasParentSpan(): boolean {
    return this.#scanner.hasParentSpan;
  }

  /** The time, to the last digit but one or two: for the log's clock, not for a reader. */
  get roughTime(): number {
    const { timeStart, timeEnd } = this.#scanner;
    let digits = 0;
    let scale = 0;
    for (let at = timeStart; at < timeEnd; at++) {
      const code = this.#block.bytes[at] as number;
      if (code === POINT) scale = 1;
      else if (code < ZERO || code > NINE) return writtenTimestamp(this.#block.text(timeStart, timeEnd));
      else {
        digits = digits * 10 + code - ZERO;
        scale *= 10;
      }
    }
    return toTimestamp(scale === 0 ? digits : digits / scale) as number;
  }

  get text(): string {
    this.#text ??= this.#block.text(this.#start, this.#scanner.end);
    return this.#text;
  }

  /** The type of the action, else of the message; `undefined` where it has none. */
  get type(): string | undefined {
    const { typeStart, typeEnd, messageTypeStart, messageTypeEnd } = this.#scanner;
    if (typeEnd > 0) return this.#block.text(typeStart + 1, typeEnd - 1);
    return messageTypeEnd > 0 ? this.#block.text(messageTypeStart + 1, messageTypeEnd - 1) : undefined;
  }

  get hasActionType(): boolean {
    return this.#scanner.typeEnd > 0;
  }

  get hasMessageType(): boolean {
    return this.#scanner.messageTypeEnd > 0;
  }

  /** `undefined` where it has none. */
  get status(): string | undefined {
    const { statusStart, statusEnd } = this.#scanner;
    return statusEnd > 0 ? this.#block.text(statusStart + 1, statusEnd - 1) : undefined;
  }

  /** Where the user's fields begin, as bytes from the line's start; 0 where it has none. */
  get fieldsStart(): number {
    return this.fieldsBytes === 0 ? 0 : this.#scanner.fieldsStart - this.#start;
  }

  /** How many bytes all fields take that are not the format's own, as `"key":value,…`. */
  get fieldsBytes(): number {
    return this.#scanner.fieldsEnd - this.#scanner.fieldsStart;
  }

  /** The user's fields as they are written, where they stand in one piece. */
  get fieldsText(): string {
    return this.#block.text(this.#scanner.fieldsStart, this.#scanner.fieldsEnd);
  }

  /** How many bytes the line has. */
  get bytesLength(): number {
    return this.#scanner.end - this.#start;
  }

  /** Calls back with where in the bytes the types, the status and the user's fields stand: all that a person would look for. */
  eachPiece(piece: (bytes: Uint8Array, start: number, end: number) => void): void {
    const { bytes } = this.#block;
    const scanner = this.#scanner;
    piece(bytes, scanner.typeStart, scanner.typeEnd);
    piece(bytes, scanner.messageTypeStart, scanner.messageTypeEnd);
    piece(bytes, scanner.statusStart, scanner.statusEnd);
    piece(bytes, scanner.fieldsStart, scanner.fieldsEnd);
  }

  /** Whether a key of the format's own stands among the user's fields. */
  get fieldsAreMixed(): boolean {
    return this.#scanner.fieldsAreMixed;
  }

  /** Where the time stands in the line's text; 0 where that is not the same as in its bytes. */
  timeAt(text: string): number {
    return text.length === this.#scanner.end - this.#start ? this.#scanner.timeStart - this.#start : 0;
  }

  /** To the last digit. */
  get timestamp(): number {
    return writtenTimestamp(this.#block.text(this.#scanner.timeStart, this.#scanner.timeEnd));
  }

  /** The action's type as a start or finish has it in its text, quotes and escapes included; else empty. */
  writtenType(text: string): string {
    const { role, typeStart, typeEnd } = this.#scanner;
    // Bytes are characters in ASCII only.
    if (role === "other" || text.length !== this.#scanner.end - this.#start) return "";
    return text.slice(typeStart - this.#start, typeEnd - this.#start);
  }
}

const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** Where lines go of which only as much is read as a tree needs; unusual ones come as messages. */
export interface ScanSink extends Pick<LineSink, "unused"> {
  /** The text is that of the line, without the white space around it. */
  message(message: Message, line: number, text: string): void;
  scanned(line: ScannedLine): void;
}

/** As `readLines`, but of bytes, and the usual lines are not parsed: three times as fast. Gives the number of lines. */
export function scanLines(block: LineBytes, firstLine: number, sink: ScanSink): number {
  return scanFirst(block.bytes.length, block, new ScannedLine(block), firstLine, sink);
}

/** The same of the first so many bytes of a block, whose lines one object is, each in its turn. */
export function scanFirst(
  length: number,
  block: LineBytes,
  scanned: ScannedLine,
  firstLine: number,
  sink: ScanSink,
): number {
  const { bytes } = block;
  let line = firstLine;
  let start = firstLine === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (; start < length; line++) {
    if (scanned.read(start)) {
      sink.scanned(scanned);
      start = scanned.end + 1;
      continue;
    }
    const end = bytes.indexOf(10, start);
    const written = block.text(start, end);
    const text = trimLine(written);
    start = end + 1;
    if (text === "") continue;
    const message = readMessage(text);
    if (typeof message === "string") sink.unused(line, message, written);
    else sink.message(message, line, text);
  }
  return line - firstLine;
}
