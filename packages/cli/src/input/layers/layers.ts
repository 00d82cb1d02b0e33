// One line that is no message of ours, and what it becomes: wrappers are taken off, what is inside is read in the dialect
// of its logger, and lines that belong together become tasks. Text is kept as text. One of these reads one source, in
// its order; read again from the beginning, another one gives the same.

import { type Message, parseLine } from "clew/parse";
import {
  JSON_DIALECTS,
  json,
  type LogRecord,
  momentAtStart,
  momentOf,
  readRecord,
  TEXT_DIALECTS,
} from "../dialects/index.js";
import { DOCUMENT_FORMS, type DocumentForm, type DocumentReader } from "../documents/index.js";
import { isObject, type JsonObject } from "../json-object.js";
import {
  FIRST_WRAPPER,
  LAST_WRAPPER,
  OBJECT_WRAPPERS,
  TEXT_WRAPPERS,
  type Unwrapped,
  type Wrapper,
} from "../wrappers/index.js";
import { type Around, aroundOf, carriedBy, MOST_AROUND, NOTHING_AROUND, streamOf, timeAround } from "./around.js";
import { whyBroken } from "./broken-line.js";
import { isMessage } from "./is-message.js";
import { JsonLines, mayOpen } from "./json-lines.js";
import { decoded, jsonOf } from "./json-texts.js";
import { Pieces } from "./pieces.js";
import { Recognised } from "./recognised.js";
import { Shapes } from "./shapes.js";
import { type TaskOptions, Tasks } from "./tasks.js";
import { withoutTerminalSigns } from "./terminal-signs.js";
import { TextBlocks } from "./text-blocks.js";
import { SOURCE } from "./to-message.js";
import { Traces } from "./traces.js";

/** Where what the lines become goes. */
export interface LayerSink {
  message(message: Message, line: number): void;
  unused(line: number, reason: string): void;
}

export interface LayerOptions extends Partial<TaskOptions> {
  /** Whether lines of no other form than our own are of use, as where the question is what another reader of it sees. */
  readonly ownOnly?: boolean;
}

/** Messages before the first time of a log wait for it; beyond this they stand in 1970. */
const MOST_WAITING = 10_000;

export class Layers {
  readonly recognised = new Recognised();
  readonly #tasks: Tasks;
  readonly #text = new TextBlocks();
  readonly #traces = new Traces();
  readonly #pieces = new Pieces();
  readonly #json = new JsonLines();
  /** JSON that was printed over several lines in wrappers, by its stream. */
  readonly #printed = new Map<string, { readonly json: JsonLines; readonly around: Around }>();
  readonly #shapes = new Shapes();
  readonly #readers = new Map<DocumentForm, DocumentReader>();
  /** The wrappers in which messages were found, or that are certain. */
  readonly #confirmed = new Set<Wrapper>();
  /** Those that were confirmed last: the same list needs no second look. */
  #lastAround: readonly Wrapper[] = NOTHING_AROUND.wrappers;
  #lastWrapper: Wrapper | undefined;
  #time: number | undefined;
  /** What came before the first time. */
  #waiting: ((time: number) => void)[] | undefined = [];
  #sink: LayerSink = NOWHERE;
  #line = 0;
  readonly #give = (message: Message): void => this.#sink.message(message, this.#line);

  constructor(options: LayerOptions = {}) {
    this.#tasks = new Tasks({
      grouped: options.grouped ?? true,
      ...(options.taskBy !== undefined && { taskBy: options.taskBy }),
    });
  }

  /** Whether something is held back that must be said before the next message. */
  get isHolding(): boolean {
    return (
      this.#text.isHolding ||
      this.#traces.isHolding ||
      this.#json.isOpen ||
      this.#printed.size > 0 ||
      (this.#waiting !== undefined && this.#waiting.length > 0)
    );
  }

  /** What was recognised that is not our own, as one sentence without its end; `undefined` where nothing was. */
  describe(): string | undefined {
    return this.recognised.describe(this.#tasks.ids);
  }

  /** Reads a line that is no message of ours; `before` is the time of one that came before it and was not read here. */
  read(written: string, line: number, sink: LayerSink, before?: number): void {
    const text = written.endsWith("\r") ? written.slice(0, -1) : written;
    this.#sink = sink;
    this.#line = line;
    if (before !== undefined) this.#told(before);
    const taken = this.#json.add(text, line);
    if (taken === "kept") return;
    if (taken === "given up") this.#replay();
    else if (taken !== "none") {
      if (!this.#value(taken.value, taken.text, NOTHING_AROUND)) this.#asText(taken.text, taken.text, NOTHING_AROUND);
      return;
    }
    this.#take(text, NOTHING_AROUND);
  }

  /** Says what is held back: nothing came for a while, or a message of another kind follows, which has this time. */
  settle(sink: LayerSink, time?: number): void {
    this.#sink = sink;
    if (this.#json.isOpen) this.#replay();
    this.#replayAll();
    if (time !== undefined) this.#told(time);
    this.#traces.endAll();
    this.#text.endAll(this.#give);
  }

  /** Says all that is left: no line follows. Gives the text that stands at the end, where one does. */
  end(sink: LayerSink): string | undefined {
    this.#sink = sink;
    if (this.#json.isOpen) this.#replay();
    this.#replayAll();
    this.#traces.endAll();
    const text = this.#text.last;
    this.#text.endAll(this.#give);
    for (const { text, around } of this.#pieces.end()) this.#take(text, around as Around);
    for (const reader of this.#readers.values()) for (const message of reader.end()) this.#give(message);
    this.#traces.endAll();
    this.#tasks.end(this.#give);
    this.#release(0);
    const later = this.#text.last;
    this.#text.endAll(this.#give);
    return later ?? text;
  }

  /** Lines that were thought to be JSON of several lines, one by one. */
  #replay(json = this.#json, around = NOTHING_AROUND): void {
    const line = this.#line;
    for (const kept of json.giveUp()) {
      this.#line = kept.line;
      this.#takeLine(kept.text, around);
    }
    this.#line = line;
  }

  #replayAll(): void {
    const printed = [...this.#printed.values()];
    this.#printed.clear();
    for (const { json, around } of printed) this.#replay(json, around);
  }

  /** A line in wrappers may be one of several of which a printed value is made. */
  #take(text: string, around: Around): void {
    if (around.source !== undefined && (this.#printed.size > 0 || mayOpen(text)) && this.#ofPrinted(text, around))
      return;
    this.#takeLine(text, around);
  }

  #ofPrinted(text: string, around: Around): boolean {
    const stream = streamOf(around);
    const printed = this.#printed.get(stream) ?? { json: new JsonLines(), around };
    const taken = printed.json.add(text, this.#line);
    if (taken === "none") return false;
    if (taken === "kept") {
      this.#printed.set(stream, printed);
      return true;
    }
    this.#printed.delete(stream);
    if (taken === "given up") {
      this.#replay(printed.json, printed.around);
      return false;
    }
    if (!this.#value(taken.value, taken.text, printed.around)) this.#asText(taken.text, taken.text, printed.around);
    return true;
  }

  #takeLine(text: string, around: Around): void {
    const plain = withoutTerminalSigns(text);
    const trimmed = plain.charCodeAt(0) === BYTE_ORDER_MARK ? plain.slice(1).trim() : plain.trim();
    if (!this.#inside(trimmed, around)) this.#asText(text, trimmed, around);
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
    if (text.includes("task_uuid")) {
      const parsed = parseLine(text);
      if (parsed.ok) return this.#own(parsed.message, around);
    }
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
      if (Array.isArray(next)) waiting.push(...[...next].reverse());
      else {
        const inner = jsonOf(next);
        if (!isObject(next) || !this.#objectValue(next, inner, around)) this.#asText(inner, inner, around);
      }
    }
    return true;
  }

  #objectValue(value: JsonObject, text: string, around: Around): boolean {
    // A text in which no object can stand is none of a carrier.
    const known = text.includes(OBJECT_IN_TEXT) ? undefined : this.#shapes.dialectOf(value);
    if (known !== undefined) {
      this.#record(readRecord(known, value), text, around);
      return true;
    }
    const form = DOCUMENT_FORMS.find((each) => each.recognizes(value));
    if (form !== undefined) return this.#document(form, value);
    if (this.#objectWrapped(value, around)) return true;
    if (value.task_uuid !== undefined && this.#ownObject(value, around)) return true;
    const dialect = JSON_DIALECTS.find((each) => each.recognizes?.(value) === true);
    if (dialect === undefined || dialect === json) {
      const found = around.wrappers.length < MOST_AROUND ? LAST_WRAPPER.ofObject?.(value) : undefined;
      if (isOne(found) && isMessage(found.inner)) return this.#unwrapped(LAST_WRAPPER, found, around);
    }
    // A message of our own that is damaged is no line of another logger.
    if (dialect === undefined || (dialect === json && (value.task_uuid ?? value.task_level) !== undefined))
      return false;
    if (dialect !== json) this.#shapes.remember(value, dialect);
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

  /** A message of our own, also one whose time is a text. */
  #ownObject(value: JsonObject, around: Around): boolean {
    const time = momentOf(value.timestamp);
    if (time === undefined) return false;
    const isNumber = typeof value.timestamp !== "string";
    const parsed = parseLine(jsonOf(isNumber ? value : { ...value, timestamp: time }));
    if (!parsed.ok) return false;
    return isNumber
      ? this.#own(parsed.message, around)
      : this.#own(parsed.message, around, "lines whose times are texts");
  }

  #own(message: Message, around: Around, lines = "clew's or Eliot's lines"): true {
    this.#endHeld(around);
    this.#told(message.timestamp);
    this.#confirm(around);
    this.recognised.line(lines, around.wrappers);
    this.#give(around.source === undefined ? message : { ...message, [SOURCE]: around.source });
    return true;
  }

  #document(form: DocumentForm, value: JsonObject): true {
    let reader = this.#readers.get(form);
    if (reader === undefined) {
      reader = form.open({
        unused: (line, reason) => this.#sink.unused(line, reason),
        note: (sentence) => void this.recognised.notes.push(sentence),
      });
      this.#readers.set(form, reader);
    }
    this.recognised.document(form.name);
    for (const message of reader.add(value, this.#line)) this.#give(message);
    return true;
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
      if (!this.#objectValue(inner, text, around)) this.#asText(text, text, around);
      return true;
    }
    if (piece === undefined) this.#take(inner, around);
    else {
      const whole = this.#pieces.add(streamOf(around), inner, around, piece === "last");
      if (whole !== undefined) this.#take(whole.text, whole.around as Around);
    }
    return true;
  }

  #confirm({ wrappers }: Around): void {
    if (wrappers === this.#lastAround) return;
    this.#lastAround = wrappers;
    for (const wrapper of wrappers) this.#confirmed.add(wrapper);
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

  #record(record: LogRecord, text: string, around: Around): void {
    this.#confirm(around);
    this.recognised.line(record.dialect.lines, around.wrappers);
    if (this.#traces.isHolding) this.#traces.end(streamOf(around));
    const own = record.time ?? timeAround(around);
    if (own !== undefined) this.#told(own);
    const line = this.#line;
    const add = (whole: LogRecord) => this.#add(whole, own, text, line, around);
    if (record.dialect.ofText === undefined || !this.#traces.hold(streamOf(around), record, add)) {
      this.#add(record, own, text, line, around);
    }
  }

  #add(record: LogRecord, own: number | undefined, text: string, line: number, around: Around): void {
    const carried = carriedBy(around, own);
    const add = (time: number) => {
      if (this.#text.isHolding) this.#text.end(streamOf(around), this.#give);
      this.#tasks.add({ record, time, carried, text, line }, this.#give);
    };
    if (own !== undefined) add(own);
    else this.#timed(own, add);
  }

  /** What waits for more lines of a stream has no more: another one came in it. */
  #endHeld(around: Around): void {
    if (this.#traces.isHolding) this.#traces.end(streamOf(around));
    if (this.#text.isHolding) this.#text.end(streamOf(around), this.#give);
  }

  #asText(text: string, plain: string, around: Around): void {
    const broken = whyBroken(plain);
    if (broken !== undefined) {
      this.#sink.unused(this.#line, broken);
      return;
    }
    const stream = streamOf(around);
    if (this.#traces.isHolding) {
      if (this.#traces.add(stream, text)) return;
      this.#traces.end(stream);
    }
    // Printed JSON came as one line; its line ends were kept as others.
    const isPrinted = PRINTED.test(plain) && text.includes("\r");
    this.#textLine(isPrinted ? text.replace(/\r\n?/g, "\n") : text, plain, around, stream);
  }

  #textLine(text: string, plain: string, around: Around, stream: string): void {
    this.recognised.textLines += text.split("\n").length;
    const own = timeAround(around) ?? momentAtStart(plain);
    if (own !== undefined) this.#told(own);
    const line = this.#line;
    this.#timed(
      own,
      (time) => {
        this.#text.add(text, line, time, carriedBy(around, own), stream, this.#give);
      },
      true,
    );
  }

  /** A time was read. What came before any time gets this one. */
  #told(time: number): void {
    this.#time = time;
    this.#release(time);
  }

  #release(time: number): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    const line = this.#line;
    for (const give of waiting) give(time);
    this.#line = line;
  }

  /** Does something at the time of a line, or at that of the line before it. */
  #timed(own: number | undefined, act: (time: number) => void, isText = false): void {
    if (own === undefined && !isText) this.recognised.placed++;
    const time = own ?? this.#time;
    if (time !== undefined || this.#waiting === undefined) act(time ?? 0);
    else {
      this.#waiting.push(act);
      if (this.#waiting.length > MOST_WAITING) this.#release(0);
    }
  }
}

const PRINTED = /^[{[]/;
const NOWHERE: LayerSink = { message: () => {}, unused: () => {} };
const BYTE_ORDER_MARK = 0xfeff;
const OPEN_BRACE = 123;
/** The beginning of an object in a text in JSON. */
const OBJECT_IN_TEXT = '"{';

function isOne(found: Unwrapped | readonly Unwrapped[] | undefined): found is Unwrapped {
  return found !== undefined && !Array.isArray(found);
}
