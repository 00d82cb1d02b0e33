// What a tree needs of a line, found in its bytes without parsing it. The rest of the line is checked, so that what is
// accepted here is JSON for certain, and is parsed when somebody looks at it: that is three times as fast as parsing, and
// what waits in memory is a text and not a tree of objects. Whatever is unusual (an escape in a name, a key that is
// repeated, NaN, deep nesting, white space before the line) is not accepted, and `readMessage` decides.

import { type ActionStatus, type MessageRole, roleOf } from "../wire/index.js";
import { isDigit, isEscape, isHex, PLAIN } from "./characters.js";
import { scanUuid } from "./uuid-hash.js";
import * as known from "./words.js";

const MOST_DEEP = 30;
const MOST_LEVELS = 64;

/** Reads one line at a time; what it found stands in its fields until the next one. Places are those of the bytes. */
export class LineScanner {
  /** Behind the line's last byte; its line end is not part of it. */
  end = 0;
  uuidStart = 0;
  uuidEnd = 0;
  /** What `hashOfUuid` gives for the uuid, which is ASCII. */
  uuidHash = 0;
  /** Of the action's type, quotes included; both 0 where there is none. */
  typeStart = 0;
  typeEnd = 0;
  /** The same of the message's type, and of the action's status. */
  messageTypeStart = 0;
  messageTypeEnd = 0;
  statusStart = 0;
  statusEnd = 0;
  /** From the first key that is not the format's own to the end of the last one's value; both 0 where there is none. */
  fieldsStart = 0;
  fieldsEnd = 0;
  /** Whether a key of the format's own stands between those. */
  fieldsAreMixed = false;
  timeStart = 0;
  timeEnd = 0;
  /** The first `levels` numbers are the line's level. */
  readonly level: number[] = new Array(MOST_LEVELS).fill(0);
  levels = 0;
  role: MessageRole = "other";
  /** Whether it names the span under which it stands. */
  hasParentSpan = false;

  /** The bytes, for who reads four at once. */
  readonly words: DataView;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Whether the line that begins here is, for certain, one message. */
  scan(start: number): boolean {
    if (this.#byte(start) !== OPEN_BRACE) return false;
    this.uuidEnd = 0;
    this.typeStart = 0;
    this.typeEnd = 0;
    this.messageTypeStart = 0;
    this.messageTypeEnd = 0;
    this.statusStart = 0;
    this.statusEnd = 0;
    this.timeEnd = 0;
    this.fieldsStart = 0;
    this.fieldsEnd = 0;
    this.fieldsAreMixed = false;
    this.levels = 0;
    this.hasParentSpan = false;
    let ownAfterFields = false;
    this.#at = start + 1;
    this.#prelude();
    for (;;) {
      // White space is at most one space, as all writers of the format write it.
      if (this.#byte(this.#at) === SPACE) this.#at++;
      const keyStart = this.#at + 1;
      if (!this.#plainString()) return false;
      const keyLength = this.#at - 1 - keyStart;
      if (this.#byte(this.#at) === SPACE) this.#at++;
      if (this.#byte(this.#at++) !== COLON) return false;
      if (this.#byte(this.#at) === SPACE) this.#at++;
      const valueStart = this.#at;
      let own = true;
      if (keyLength === 9 && this.#isAt(keyStart, known.TASK_UUID)) {
        if (this.uuidEnd > 0 || !this.#uuid()) return false;
        this.uuidStart = valueStart + 1;
        this.uuidEnd = this.#at - 1;
      } else if (keyLength === 10 && this.#isAt(keyStart, known.TASK_LEVEL)) {
        if (this.levels > 0 || !this.#level()) return false;
      } else if (keyLength === 9 && this.#isAt(keyStart, known.TIMESTAMP)) {
        if (this.timeEnd > 0 || !this.#number()) return false;
        this.timeStart = valueStart;
        this.timeEnd = this.#at;
      } else if (keyLength === 11 && this.#isAt(keyStart, known.ACTION_TYPE)) {
        if (this.typeEnd > 0 || !this.#plainString()) return false;
        this.typeStart = valueStart;
        this.typeEnd = this.#at;
      } else if (keyLength === 13 && this.#isAt(keyStart, known.ACTION_STATUS)) {
        if (this.statusEnd > 0 || !this.#plainString()) return false;
        this.statusStart = valueStart;
        this.statusEnd = this.#at;
      } else if (keyLength === 12 && this.#isAt(keyStart, known.MESSAGE_TYPE)) {
        if (this.messageTypeEnd > 0 || !this.#plainString()) return false;
        this.messageTypeStart = valueStart;
        this.messageTypeEnd = this.#at;
      } else {
        if (!this.#value()) return false;
        own = false;
        if (keyLength === 19 && this.#isAt(keyStart, known.PARENT_SPAN_ID)) this.hasParentSpan = true;
        if (this.fieldsEnd === 0) this.fieldsStart = keyStart - 1;
        else if (ownAfterFields) this.fieldsAreMixed = true;
        this.fieldsEnd = this.#at;
      }
      if (own) ownAfterFields = this.fieldsEnd > 0;
      if (this.#byte(this.#at) === SPACE) this.#at++;
      const next = this.#byte(this.#at++);
      if (next === COMMA) continue;
      if (next !== CLOSE_BRACE) return false;
      break;
    }
    this.end = this.#at;
    const after = this.#byte(this.#at);
    if (after !== NEWLINE) return false;
    const type = this.typeEnd > 0 ? "" : undefined;
    this.role = this.statusEnd > 0 ? roleOf(this.#status(), type, this.level[this.levels - 1]) : "other";
    return this.uuidEnd > this.uuidStart && this.levels > 0 && this.timeEnd > 0;
  }

  /** Reads the beginning of a line as clew itself writes it, up to its time; of another line, nothing. */
  #prelude(): void {
    const start = this.#at;
    if (!this.#isAt(start, known.FIRST_UUID)) return;
    const uuidStart = start + known.FIRST_UUID.length;
    this.#at = uuidStart - 1;
    if (this.#uuid() && this.#isAt(this.#at, known.THEN_LEVEL)) {
      const uuidEnd = this.#at - 1;
      this.#at += known.THEN_LEVEL.length;
      if (this.#level() && this.#isAt(this.#at, known.THEN_TIME)) {
        const timeStart = this.#at + known.THEN_TIME.length;
        this.#at = timeStart;
        if (this.#number() && this.#byte(this.#at) === COMMA) {
          this.uuidStart = uuidStart;
          this.uuidEnd = uuidEnd;
          this.timeStart = timeStart;
          this.timeEnd = this.#at++;
          return;
        }
      }
    }
    this.levels = 0;
    this.#at = start;
  }

  /** The status, where it is one that the format knows. */
  #status(): ActionStatus | undefined {
    const at = this.statusStart;
    if (this.#isAt(at, known.STARTED)) return "started";
    if (this.#isAt(at, known.SUCCEEDED)) return "succeeded";
    return this.#isAt(at, known.FAILED) ? "failed" : undefined;
  }

  // In bounds always: the bytes end with a line end, beyond which nothing here goes.
  #byte(at: number): number {
    return this.#bytes[at] as number;
  }

  #isAt(start: number, word: known.Word): boolean {
    return known.standsAt(this.words, start, word);
  }

  /** Passes over a string that has no escapes. */
  #plainString(): boolean {
    const bytes = this.#bytes;
    if (bytes[this.#at] !== QUOTE) return false;
    let at = this.#at + 1;
    while (PLAIN[bytes[at] as number] === 1) at++;
    this.#at = at + 1;
    return bytes[at] === QUOTE;
  }

  #uuid(): boolean {
    if (this.#byte(this.#at) !== QUOTE) return false;
    const end = scanUuid(this.words, this.#at + 1, this);
    this.#at = end + 1;
    return end !== -1;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    for (let at = this.#at + 1; ; at++) {
      while (PLAIN[bytes[at] as number] === 1) at++;
      const code = bytes[at];
      if (code === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (code !== BACKSLASH) return false;
      at++;
      const escaped = this.#byte(at);
      if (escaped === SMALL_U) {
        for (let i = 1; i <= 4; i++) if (!isHex(this.#byte(at + i))) return false;
        at += 4;
      } else if (!isEscape(escaped)) return false;
    }
  }

  #level(): boolean {
    if (this.#byte(this.#at++) !== OPEN_BRACKET) return false;
    for (let count = 0; count < MOST_LEVELS; ) {
      if (this.#byte(this.#at) === SPACE) this.#at++;
      let number = 0;
      const start = this.#at;
      for (let code = this.#byte(start); code >= ZERO && code <= NINE; code = this.#byte(this.#at)) {
        number = number * 10 + (code - ZERO);
        this.#at++;
      }
      const digits = this.#at - start;
      if (digits === 0 || digits > 16 || number > Number.MAX_SAFE_INTEGER || this.#byte(start) === ZERO) return false;
      this.level[count++] = number;
      const next = this.#byte(this.#at++);
      if (next === CLOSE_BRACKET) {
        this.levels = count;
        return true;
      }
      if (next !== COMMA) return false;
    }
    return false;
  }

  #number(): boolean {
    let at = this.#at;
    if (this.#byte(at) === MINUS) at++;
    const first = this.#byte(at);
    if (!isDigit(first)) return false;
    at++;
    if (first !== ZERO) while (isDigit(this.#byte(at))) at++;
    if (this.#byte(at) === POINT) {
      at++;
      if (!isDigit(this.#byte(at))) return false;
      while (isDigit(this.#byte(at))) at++;
    }
    const exponent = this.#byte(at);
    if (exponent === SMALL_E || exponent === CAPITAL_E) {
      at++;
      const sign = this.#byte(at);
      if (sign === PLUS || sign === MINUS) at++;
      if (!isDigit(this.#byte(at))) return false;
      while (isDigit(this.#byte(at))) at++;
    }
    this.#at = at;
    return true;
  }

  /** Passes over a value of any kind. */
  #value(): boolean {
    // For each open container, whether it is an object, as bits.
    let objects = 0;
    let depth = 0;
    for (;;) {
      let code = this.#byte(this.#at);
      if (code === SPACE) code = this.#byte(++this.#at);
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (++depth >= MOST_DEEP) return false;
        const isObject = code === OPEN_BRACE;
        objects = (objects << 1) | (isObject ? 1 : 0);
        this.#at++;
        if (this.#byte(this.#at) !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
          if (isObject && !this.#key()) return false;
          continue;
        }
      } else if (!this.#scalar(code)) return false;
      // After a value: close what ends here, then go on with the next one.
      for (;;) {
        if (depth === 0) return true;
        if (this.#byte(this.#at) === SPACE) this.#at++;
        const next = this.#byte(this.#at++);
        const inObject = (objects & 1) === 1;
        if (next === COMMA) {
          if (inObject && !this.#key()) return false;
          break;
        }
        if (next !== (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) return false;
        objects >>= 1;
        depth--;
      }
    }
  }

  #key(): boolean {
    if (this.#byte(this.#at) === SPACE) this.#at++;
    if (this.#byte(this.#at) !== QUOTE || !this.#string()) return false;
    if (this.#byte(this.#at) === SPACE) this.#at++;
    return this.#byte(this.#at++) === COLON;
  }

  #scalar(code: number): boolean {
    if (code === QUOTE) return this.#string();
    const word =
      code === SMALL_T ? known.TRUE : code === SMALL_F ? known.FALSE : code === SMALL_N ? known.NULL : undefined;
    if (word === undefined) return this.#number();
    if (!this.#isAt(this.#at, word)) return false;
    this.#at += word.length;
    return true;
  }
}

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const CAPITAL_E = 69;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const SMALL_E = 101;
const SMALL_F = 102;
const SMALL_N = 110;
const SMALL_T = 116;
const SMALL_U = 117;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
