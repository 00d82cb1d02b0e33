// One line that is no message of ours, and what it becomes: wrappers are taken off, what is inside is read in the dialect
// of its logger, and lines that belong together become tasks. Text is kept as text. One of these reads one source, in
// its order; read again from the beginning, another one gives the same.

import { decodeJson, type Message, parseLine } from "clew/parse";
import {
  type Dialect,
  isLevelWord,
  JSON_DIALECTS,
  json,
  type LogRecord,
  levelOf,
  logfmt,
  momentOf,
  momentWithoutYear,
  prefixed,
  readLogfmt,
  readRecord,
} from "../dialects/index.js";
import { DOCUMENT_FORMS, type DocumentForm, type DocumentReader } from "../documents/index.js";
import { isObject, type JsonObject } from "../json-object.js";
import { logLine } from "../log-line.js";
import { type SourceFields, type Unwrapped, WRAPPERS, type Wrapper } from "../wrappers/index.js";
import { JsonLines } from "./json-lines.js";
import { Pieces } from "./pieces.js";
import { Recognised } from "./recognised.js";
import { type TaskOptions, Tasks } from "./tasks.js";
import { TextBlocks } from "./text-blocks.js";
import type { Carried, Source } from "./to-message.js";
import { SOURCE } from "./to-message.js";

/** Where what the lines become goes. */
export interface LayerSink {
  message(message: Message, line: number): void;
  unused(line: number, reason: string): void;
}

export interface LayerOptions extends Partial<TaskOptions> {
  /** Whether lines of no other form than our own are of use, as where the question is what another reader of it sees. */
  readonly ownOnly?: boolean;
}

/** What carries a line, from the outermost on. */
interface Around {
  readonly source: Source | undefined;
  readonly wrappers: readonly Wrapper[];
  /** As it was written by the innermost that has one. */
  readonly time: unknown;
}

const NOTHING_AROUND: Around = { source: undefined, wrappers: [], time: undefined };
/** A line in more wrappers than this is text. */
const MOST_AROUND = 8;
/** Messages before the first time of a log wait for it; beyond this they stand in 1970. */
const MOST_WAITING = 10_000;
const GENERAL = new Set(["prefix", "object"]);
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g");

export class Layers {
  readonly recognised = new Recognised();
  readonly #tasks: Tasks;
  readonly #text = new TextBlocks();
  readonly #pieces = new Pieces();
  readonly #json = new JsonLines();
  readonly #readers = new Map<DocumentForm, DocumentReader>();
  /** The wrappers in which messages were found, or that are certain. */
  readonly #confirmed = new Set<Wrapper>();
  #lastWrapper: Wrapper | undefined;
  #lastDialect: Dialect | undefined;
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
    return this.#text.isHolding || this.#json.isOpen || (this.#waiting !== undefined && this.#waiting.length > 0);
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
    if (time !== undefined) this.#told(time);
    this.#text.endAll(this.#give);
  }

  /** Says all that is left: no line follows. Gives the text that stands at the end, where one does. */
  end(sink: LayerSink): string | undefined {
    this.#sink = sink;
    if (this.#json.isOpen) this.#replay();
    const text = this.#text.last;
    this.#text.endAll(this.#give);
    for (const { text, around } of this.#pieces.end()) this.#take(text, around as Around);
    for (const reader of this.#readers.values()) for (const message of reader.end()) this.#give(message);
    this.#tasks.end(this.#give);
    this.#release(0);
    const later = this.#text.last;
    this.#text.endAll(this.#give);
    return later ?? text;
  }

  /** Lines that were thought to be JSON of several lines, one by one. */
  #replay(): void {
    const line = this.#line;
    for (const kept of this.#json.giveUp()) {
      this.#line = kept.line;
      this.#take(kept.text, NOTHING_AROUND);
    }
    this.#line = line;
  }

  #take(text: string, around: Around): void {
    const plain = text.includes("\u001B") ? text.replace(COLOURS, "") : text;
    const trimmed = plain.charCodeAt(0) === 0xfeff ? plain.slice(1).trim() : plain;
    const found = this.#inside(trimmed, around);
    if (found !== undefined) return;
    this.#asText(text, trimmed, around);
  }

  /** Reads a text if it is anything but text. */
  #inside(text: string, around: Around): true | undefined {
    if (text.startsWith("{")) return this.#object(text, around);
    if (text.startsWith("[") && (text.endsWith("]") || text.endsWith("],"))) {
      const values = decoded(text);
      if (Array.isArray(values) && values.every((value) => typeof value === "object" && value !== null)) {
        return this.#value(values, text, around);
      }
    }
    return this.#wrapped(text, around) ?? this.#pairs(text, around);
  }

  #object(text: string, around: Around): true | undefined {
    if (text.includes("task_uuid")) {
      const parsed = parseLine(text);
      if (parsed.ok) return this.#own(parsed.message, around);
    }
    for (const wrapper of TEXT_WRAPPERS_OF_OBJECTS) {
      const found = wrapper.ofText?.(text);
      if (found !== undefined) return this.#unwrapped(wrapper, found, around);
    }
    // The last of a list that was printed has no comma behind it.
    const value = decoded(text.endsWith("},") ? text.slice(0, -1) : text);
    return isObject(value) && this.#objectValue(value, text, around) ? true : undefined;
  }

  /** A value of JSON: a list gives what is in it, one by one. */
  #value(value: unknown, text: string, around: Around): true | undefined {
    if (!Array.isArray(value)) return isObject(value) && this.#objectValue(value, text, around) ? true : undefined;
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
    const form = DOCUMENT_FORMS.find((each) => each.recognizes(value));
    if (form !== undefined) return this.#document(form, value);
    if (around.wrappers.length < MOST_AROUND) {
      for (const wrapper of this.#wrappers(OBJECT_WRAPPERS)) {
        const found = wrapper.ofObject?.(value);
        if (found === undefined) continue;
        if (Array.isArray(found)) {
          for (const each of found as readonly Unwrapped[]) this.#unwrapped(wrapper, each, around);
          return true;
        }
        const one = found as Unwrapped;
        if (wrapper.isCertain || this.#isMessage(one.inner)) return this.#unwrapped(wrapper, one, around);
      }
    }
    if (value.task_uuid !== undefined && this.#ownObject(value, around)) return true;
    const dialect = this.#dialectOf(value);
    // A message of our own that is damaged is no line of another logger.
    if (dialect === undefined || (dialect === json && (value.task_uuid ?? value.task_level) !== undefined))
      return false;
    this.#record(readRecord(dialect, value), text, around);
    return true;
  }

  #dialectOf(value: JsonObject): Dialect | undefined {
    if (this.#lastDialect === json || this.#lastDialect?.recognizes(value) !== true) {
      this.#lastDialect = JSON_DIALECTS.find((dialect) => dialect.recognizes(value));
    }
    return this.#lastDialect;
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
    const stream = streamOf(around);
    this.#text.end(stream, this.#give);
    this.#told(message.timestamp);
    this.#confirm(around);
    this.recognised.line(
      lines,
      around.wrappers.map((wrapper) => wrapper.lines),
    );
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

  *#wrappers(all: readonly Wrapper[]): Generator<Wrapper, void, undefined> {
    if (this.#lastWrapper !== undefined && all.includes(this.#lastWrapper)) yield this.#lastWrapper;
    for (const wrapper of all) if (wrapper !== this.#lastWrapper) yield wrapper;
  }

  #wrapped(text: string, around: Around): true | undefined {
    if (around.wrappers.length >= MOST_AROUND) return undefined;
    for (const wrapper of this.#wrappers(TEXT_WRAPPERS)) {
      const found = wrapper.ofText?.(text);
      if (found === undefined) continue;
      if (
        wrapper.isCertain ||
        (this.#confirmed.has(wrapper) && !GENERAL.has(wrapper.kind)) ||
        this.#isMessage(found.inner)
      ) {
        return this.#unwrapped(wrapper, found, around);
      }
    }
    return this.#textBeforeObject(text, around);
  }

  /** Whether a text or an object is a message for certain, in whatever wrappers it is. */
  #isMessage(inner: string | JsonObject, depth = 0): boolean {
    if (typeof inner === "string") {
      const text = inner.includes("\u001B") ? inner.replace(COLOURS, "").trim() : inner.trim();
      if (!text.endsWith("}") || depth > MOST_AROUND) return false;
      if (!text.startsWith("{")) {
        const wrapper = TEXT_WRAPPERS.find((each) => each.ofText?.(text) !== undefined);
        return wrapper !== undefined && this.#isMessage(wrapper.ofText?.(text)?.inner ?? "", depth + 1);
      }
      if (parseLine(text).ok) return true;
      const value = decoded(text);
      return isObject(value) && this.#isMessage(value, depth);
    }
    if (inner.task_uuid !== undefined && momentOf(inner.timestamp) !== undefined) return true;
    if (DOCUMENT_FORMS.some((form) => form.recognizes(inner))) return true;
    if (OBJECT_WRAPPERS.some((wrapper) => wrapper.isCertain && wrapper.ofObject?.(inner) !== undefined)) return true;
    return JSON_DIALECTS.some((dialect) => dialect.recognizes(inner));
  }

  #unwrapped(wrapper: Wrapper, { inner, source, time, piece }: Unwrapped, outer: Around): true {
    if (!GENERAL.has(wrapper.kind)) this.#lastWrapper = wrapper;
    const around: Around = {
      source: merged(outer.source, source),
      wrappers: [...outer.wrappers, wrapper],
      time: time ?? outer.time,
    };
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
    for (const wrapper of wrappers) this.#confirmed.add(wrapper);
  }

  #pairs(text: string, around: Around): true | undefined {
    const value = readLogfmt(text);
    if (value === undefined) return undefined;
    this.#record(readRecord(logfmt, value), text, around);
    return true;
  }

  /** `[time] LEVEL logger - text {…}`: what stands before the object tells what the object does not. */
  #textBeforeObject(text: string, around: Around): true | undefined {
    if (!text.endsWith("}")) return undefined;
    const found = BEFORE_OBJECT.exec(text);
    if (found === null) return undefined;
    const [, time = "", before = "", json = ""] = found;
    const level = before.split(/[\s[\]():|-]+/, 4).find(isLevelWord);
    const moment = momentOf(time.trim().replace(/^\[|\]$/g, ""));
    if (moment === undefined && level === undefined) return undefined;
    const value = decoded(json);
    if (!isObject(value)) return undefined;
    const record = readRecord(prefixed, value);
    const said = before
      .replace(level ?? "", "")
      .replace(/\[\s*\]|\(\s*\)/, "")
      .replace(/^[\s:|\]-]+|[\s:|-]+$/g, "");
    this.#record(
      { ...record, time: record.time ?? moment, level: record.level ?? levelOf(level), text: record.text ?? said },
      text,
      around,
    );
    return true;
  }

  #record(record: LogRecord, text: string, around: Around): void {
    this.#confirm(around);
    this.recognised.line(
      record.dialect.lines,
      around.wrappers.map((wrapper) => wrapper.lines),
    );
    const line = this.#line;
    const own = record.time ?? timeAround(around);
    if (own !== undefined) this.#told(own);
    this.#timed(own, (time) => {
      this.#text.end(streamOf(around), this.#give);
      this.#tasks.add({ record, time, carried: carriedBy(around, own), text, line }, this.#give);
    });
  }

  #asText(text: string, plain: string, around: Around): void {
    const broken = whyBroken(plain);
    if (broken !== undefined) {
      this.#sink.unused(this.#line, broken);
      return;
    }
    this.recognised.textLines += text.split("\n").length;
    const own = timeAround(around);
    if (own !== undefined) this.#told(own);
    const line = this.#line;
    this.#timed(
      own,
      (time) => {
        this.#text.add(text, line, time, carriedBy(around, own), streamOf(around), this.#give);
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

const NOWHERE: LayerSink = { message: () => {}, unused: () => {} };
const TEXT_WRAPPERS = WRAPPERS.filter((wrapper) => wrapper.ofText !== undefined && wrapper.kind !== "docker");
const TEXT_WRAPPERS_OF_OBJECTS = WRAPPERS.filter((wrapper) => wrapper.kind === "docker");
const OBJECT_WRAPPERS = WRAPPERS.filter((wrapper) => wrapper.ofObject !== undefined);
const BEFORE_OBJECT = /^(\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z| ?[+-]\d\d:?\d\d)?\]?)?([^{]*)(\{.*\})$/s;

/** A value as JSON again; integers beyond what a number holds are written as JSON has them. */
function jsonOf(value: unknown): string {
  return logLine(value as JsonObject);
}

function decoded(text: string): unknown {
  try {
    return decodeJson(text);
  } catch {
    return undefined;
  }
}

function merged(outer: Source | undefined, inner: SourceFields): Source {
  if (outer === undefined) return inner;
  const kinds = typeof outer.kind === "string" ? [outer.kind] : outer.kind;
  return { ...outer, ...inner, kind: [...kinds, inner.kind] };
}

function streamOf({ source }: Around): string {
  if (source === undefined) return "";
  return `${source.kind} ${source.name ?? ""} ${source.pod ?? ""} ${source.container ?? ""} ${source.stream ?? ""} ${source.app ?? ""}`;
}

function timeAround({ time }: Around): number | undefined {
  if (time === undefined) return undefined;
  return momentOf(time) ?? (typeof time === "string" ? momentWithoutYear(time) : undefined);
}

function carriedBy({ source }: Around, time: number | undefined): Carried {
  return { source, isPlaced: time === undefined };
}

/** Why a line is damaged, and no text: it was a message once, or is not made of signs. */
function whyBroken(text: string): string | undefined {
  if (hasBinary(text)) return "binary";
  const isOwn = OWN.test(text);
  if (!isOwn && !TORN.test(text)) return undefined;
  const parsed = parseLine(text);
  return parsed.ok || !(isOwn || parsed.reason.startsWith("not JSON")) ? undefined : parsed.reason;
}

/** The keys of our own messages. */
const OWN = /"task_(?:uuid|level)"/;
/** The beginning of an object as loggers write it. */
const TORN = /^\{\s*"[^"]*"\s*:/;

/** Whether a text has signs that no text has: control signs but tabs, feeds and the escape that begins colours. */
function hasBinary(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 && !(code >= 9 && code <= 13) && code !== 27) return true;
  }
  return false;
}
