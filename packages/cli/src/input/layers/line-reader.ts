// One line to what it is: wrappers are taken off, from the outermost on, until what is inside is a message of our own, a
// document, or a line in the dialect of a logger. What is none of these is text.

import { type Message, messageOf } from "clew/parse";
import { JSON_DIALECTS, json, type LogRecord, momentOf, readRecord, TEXT_DIALECTS } from "../dialects/index.js";
import { DOCUMENT_FORMS, type DocumentForm } from "../documents/index.js";
import { isObject, type JsonObject } from "../json-object.js";
import type { LineBlock } from "../line-blocks.js";
import type { LineText } from "../line-uuid.js";
import {
  FIRST_WRAPPER,
  LAST_WRAPPER,
  OBJECT_WRAPPERS,
  TEXT_WRAPPERS,
  type Unwrapped,
  type Wrapper,
} from "../wrappers/index.js";
import type { Alike } from "./alike.js";
import { type Around, aroundOf, MOST_AROUND, NOTHING_AROUND, streamOf } from "./around.js";
import { Entries } from "./entries.js";
import { isMessage } from "./is-message.js";
import { decoded, jsonOf } from "./json-texts.js";
import { KnownLines } from "./known-lines.js";
import { Pieces } from "./pieces.js";
import { PrintedValues } from "./printed-values.js";
import { Shapes } from "./shapes.js";
import { withoutTerminalSigns } from "./terminal-signs.js";

/** Is told what the lines are. */
export interface LineFindings {
  /** `lines` names it in a word or two. */
  own(message: Message, around: Around, lines: string): void;
  document(form: DocumentForm, value: JsonObject): void;
  /** `alike` are the lines that are like it, where some may be. */
  record(record: LogRecord, text: LineText, around: Around, alike?: Alike): void;
  /** Another line is like one of which this was told. */
  alike(line: Alike): void;
  /** `plain` is the text without what only a terminal understands. */
  text(text: string, plain: string, around: Around): void;
}

export class LineReader {
  /** The number of the line that is read. */
  line = 0;
  readonly #to: LineFindings;
  readonly #pieces = new Pieces();
  readonly #printed: PrintedValues;
  readonly #entries: Entries;
  readonly #shapes = new Shapes();
  readonly #known = new KnownLines();
  /** The wrappers in which messages were found. */
  readonly #confirmed = new Set<Wrapper>();
  /** Those that were confirmed last: the same list needs no second look. */
  #lastAround: readonly Wrapper[] = NOTHING_AROUND.wrappers;
  #lastWrapper: Wrapper | undefined;

  constructor(to: LineFindings) {
    this.#to = to;
    this.#printed = new PrintedValues({
      value: (value, text, around) => {
        if (!this.#value(value, text, around)) to.text(text, text, around);
      },
      line: (kept, around) => {
        const { line } = this;
        this.line = kept.line;
        this.#take(kept.text, around);
        this.line = line;
      },
    });
    this.#entries = new Entries((dialect, entry, around) => {
      if ("object" in entry) this.#objectValue(entry.object, jsonOf(entry.object), around);
      else this.#record(readRecord(dialect, entry.value, entry.parts), entry.text, around);
    });
  }

  /** Whether lines may wait for those that may follow. */
  get isHolding(): boolean {
    return this.#printed.isOpen || this.#entries.isOpen;
  }

  read(text: string, line: number): void {
    this.line = line;
    this.#takeOrKeep(text, NOTHING_AROUND);
  }

  /** Reads the line that begins here if it is like one before; gives where it ends, or -1. */
  readAlike(block: LineBlock, at: number, line: number): number {
    const alike = this.#mayBeKnown ? this.#known.readAlike(block, at) : undefined;
    if (alike === undefined) return -1;
    this.line = line;
    alike.line = line;
    this.#found(alike.wrappers);
    this.#to.alike(alike);
    return alike.end;
  }

  /** Reads a line if it is written like some before. Gives whether it is. */
  readKnown(text: string, line: number): boolean {
    const known = this.#mayBeKnown ? this.#known.read(text) : undefined;
    if (known === undefined) return false;
    this.line = line;
    this.#found(known.around.wrappers);
    this.#to.record(known.record, known.text, known.around, known.alike);
    return true;
  }

  /** Whether no line waits for others. */
  get #mayBeKnown(): boolean {
    return !this.isHolding && !this.#pieces.isOpen;
  }

  /** A known line was found in these wrappers. */
  #found(wrappers: readonly Wrapper[]): void {
    if (wrappers.length > 0) this.#lastWrapper = wrappers[0];
    this.#confirm(wrappers);
  }

  /** Reads lines that wait: a message of another kind follows. */
  settle(): void {
    this.#printed.giveUp();
    this.#entries.settle();
  }

  /** Reads pieces that wait for their last one: no line follows. */
  end(): void {
    for (const { text, around } of this.#pieces.end()) this.#takeOrKeep(text, around as Around);
    this.settle();
  }

  /** A message was found in these wrappers. */
  #confirm(wrappers: readonly Wrapper[]): void {
    if (wrappers === this.#lastAround) return;
    this.#lastAround = wrappers;
    for (const wrapper of wrappers) this.#confirmed.add(wrapper);
  }

  #takeOrKeep(text: string, around: Around): void {
    if (!this.#printed.take(text, this.line, around)) this.#take(text, around);
  }

  #take(text: string, around: Around): void {
    const plain = withoutTerminalSigns(text);
    const marked = plain.charCodeAt(0) === BYTE_ORDER_MARK ? plain.slice(1) : plain;
    const trimmed = marked.trim();
    // Few lines of entries are objects.
    if ((this.#entries.isOpen || trimmed.charCodeAt(0) !== OPEN_BRACE) && this.#entries.take(marked, around)) {
      this.#confirm(around.wrappers);
      return;
    }
    if (!this.#inside(trimmed, around)) this.#to.text(text, trimmed, around);
  }

  /** Reads a text if it is anything but text. */
  #inside(text: string, around: Around): boolean {
    if (text.charCodeAt(0) === OPEN_BRACE) return this.#object(text, around);
    if (text.startsWith("[") && (text.endsWith("]") || text.endsWith("],"))) {
      const values = decoded(text);
      if (Array.isArray(values) && values.every((value) => typeof value === "object" && value !== null)) {
        return this.#value(values, text, around);
      }
    }
    return this.#wrapped(text, around) || this.#lineOfText(text, around);
  }

  #object(text: string, around: Around): boolean {
    const found = FIRST_WRAPPER.ofText?.(text);
    if (found !== undefined) return this.#unwrapped(FIRST_WRAPPER, found, around);
    // The last of a list that was printed has no comma behind it.
    const value = decoded(text.endsWith("},") ? text.slice(0, -1) : text);
    return isObject(value) && this.#objectValue(value, text, around);
  }

  /** A value of JSON: a list gives what is in it, one by one. */
  #value(value: unknown, text: string, around: Around): boolean {
    if (!Array.isArray(value)) return isObject(value) && this.#objectValue(value, text, around);
    const waiting: unknown[] = [...value].reverse();
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (Array.isArray(next)) for (const each of next.toReversed()) waiting.push(each);
      else {
        const inner = jsonOf(next);
        if (!isObject(next) || !this.#objectValue(next, inner, around)) this.#to.text(inner, inner, around);
      }
    }
    return true;
  }

  #objectValue(value: JsonObject, text: string, around: Around): boolean {
    const known = this.#shapes.of(value);
    if (known !== undefined) {
      this.#known.learn(value, known, around);
      this.#record(readRecord(known.dialect, value, undefined, known.keys), text, around);
      return true;
    }
    const own = value.task_uuid === undefined ? undefined : messageOf(value);
    if (typeof own === "object") return this.#own(own, around);
    const form = DOCUMENT_FORMS.find((each) => each.recognizes(value));
    if (form !== undefined) {
      this.#to.document(form, value);
      return true;
    }
    if (this.#objectWrapped(value, around)) return true;
    if (value.task_uuid !== undefined && this.#ownWithText(value, around)) return true;
    const dialect = JSON_DIALECTS.find((each) => each.recognizes?.(value) === true);
    if (dialect === undefined || dialect === json) {
      const found = around.wrappers.length < MOST_AROUND ? LAST_WRAPPER.ofObject?.(value) : undefined;
      if (isOne(found) && isMessage(found.inner)) return this.#unwrapped(LAST_WRAPPER, found, around);
    }
    // A message of our own that is damaged is no line of another logger.
    if (dialect === undefined || (dialect === json && (value.task_uuid ?? value.task_level) !== undefined))
      return false;
    if (dialect !== json && dialect.reshape === undefined && value.task_uuid === undefined)
      this.#shapes.remember(value, dialect);
    this.#record(readRecord(dialect, value), text, around);
    return true;
  }

  #objectWrapped(value: JsonObject, around: Around): boolean {
    if (around.wrappers.length >= MOST_AROUND) return false;
    for (const wrapper of this.#inOrder(OBJECT_WRAPPERS)) {
      const found = wrapper.ofObject?.(value);
      if (found === undefined) continue;
      if (!isOne(found)) {
        for (const each of found) this.#unwrapped(wrapper, each, around);
        return true;
      }
      if (wrapper.isCertain || isMessage(found.inner)) return this.#unwrapped(wrapper, found, around);
    }
    return false;
  }

  /** A message of our own whose time is a text. */
  #ownWithText(value: JsonObject, around: Around): boolean {
    const time = typeof value.timestamp === "string" ? momentOf(value.timestamp) : undefined;
    const message = time === undefined ? undefined : messageOf({ ...value, timestamp: time });
    return typeof message === "object" && this.#own(message, around, "lines whose times are texts");
  }

  #own(message: Message, around: Around, lines = "clew's or Eliot's lines"): true {
    this.#confirm(around.wrappers);
    this.#to.own(message, around, lines);
    return true;
  }

  #record(record: LogRecord, text: LineText, around: Around): void {
    this.#confirm(around.wrappers);
    this.#to.record(record, text, around);
  }

  *#inOrder(all: readonly Wrapper[]): Generator<Wrapper, void, undefined> {
    if (this.#lastWrapper !== undefined && all.includes(this.#lastWrapper)) yield this.#lastWrapper;
    for (const wrapper of all) if (wrapper !== this.#lastWrapper) yield wrapper;
  }

  #wrapped(text: string, around: Around): boolean {
    if (around.wrappers.length >= MOST_AROUND) return false;
    for (const wrapper of this.#inOrder(TEXT_WRAPPERS)) {
      const found = wrapper.ofText?.(text);
      if (found === undefined) continue;
      const isKnown = wrapper.isCertain || (this.#confirmed.has(wrapper) && wrapper.isGeneral !== true);
      if (isKnown || isMessage(found.inner)) return this.#unwrapped(wrapper, found, around);
    }
    return false;
  }

  #unwrapped(wrapper: Wrapper, found: Unwrapped, outer: Around): true {
    if (wrapper.isGeneral !== true) this.#lastWrapper = wrapper;
    const around = aroundOf(outer, wrapper, found);
    const { inner, piece } = found;
    if (typeof inner !== "string") {
      const text = jsonOf(inner);
      if (!this.#objectValue(inner, text, around)) this.#to.text(text, text, around);
      return true;
    }
    if (piece === undefined || (piece === "last" && !this.#pieces.isOpen)) this.#takeOrKeep(inner, around);
    else {
      const whole = this.#pieces.add(streamOf(around), inner, around, piece === "last");
      if (whole !== undefined) this.#takeOrKeep(whole.text, whole.around as Around);
    }
    return true;
  }

  #lineOfText(text: string, around: Around): boolean {
    for (const dialect of TEXT_DIALECTS) {
      const found = dialect.ofText?.(text);
      if (found === undefined) continue;
      this.#record(readRecord(dialect, found.value, found.parts), text, around);
      return true;
    }
    return false;
  }
}

const BYTE_ORDER_MARK = 0xfeff;
const OPEN_BRACE = 123;

function isOne(found: Unwrapped | readonly Unwrapped[] | undefined): found is Unwrapped {
  return found !== undefined && !Array.isArray(found);
}
