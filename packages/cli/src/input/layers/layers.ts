// Lines that are no messages of ours, and what they become: each is read for what it is, and those that belong together
// become tasks. Text is kept as text. One of these reads one source, in its order; read again from the beginning, another
// one gives the same.

import type { Message } from "clew/parse";
import { type LogRecord, momentAtStart } from "../dialects/index.js";
import type { DocumentForm, DocumentReader } from "../documents/index.js";
import type { JsonObject } from "../json-object.js";
import type { LineBlock } from "../line-blocks.js";
import type { LineText } from "../line-uuid.js";
import type { Alike } from "./alike.js";
import { type Around, carriedBy, streamOf, timeAround } from "./around.js";
import { whyBroken } from "./broken-line.js";
import { LineReader } from "./line-reader.js";
import { Moments } from "./moments.js";
import { Recognised } from "./recognised.js";
import { type TaskOptions, Tasks } from "./tasks.js";
import { TextBlocks } from "./text-blocks.js";
import type { TimedRecord } from "./timed-record.js";
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

export class Layers {
  readonly recognised = new Recognised();
  readonly #lines: LineReader;
  readonly #tasks: Tasks;
  readonly #text = new TextBlocks();
  readonly #traces = new Traces();
  readonly #moments = new Moments();
  readonly #readers = new Map<DocumentForm, DocumentReader>();
  #sink: LayerSink = NOWHERE;
  readonly #give = (message: Message): void => this.#sink.message(message, this.#lines.line);

  constructor(options: LayerOptions = {}) {
    this.#tasks = new Tasks({
      grouped: options.grouped ?? true,
      ...(options.taskBy !== undefined && { taskBy: options.taskBy }),
    });
    this.#lines = new LineReader({
      own: (message, around, lines) => this.#own(message, around, lines),
      document: (form, value) => this.#document(form, value),
      record: (record, text, around, alike) => this.#record(record, text, around, alike),
      alike: (line) => this.#alike(line),
      text: (text, plain, around) => this.#asText(text, plain, around),
    });
  }

  /** Whether something is held back that must be said before the next message. */
  get isHolding(): boolean {
    return this.#text.isHolding || this.#traces.isHolding || this.#lines.isHolding || this.#moments.isHolding;
  }

  /** What was recognised that is not our own, as one sentence without its end; `undefined` where nothing was. */
  describe(): string | undefined {
    return this.recognised.describe(this.#tasks.ids);
  }

  /** Reads a line that is no message of ours; `before` is the time of one that came before it and was not read here. */
  read(written: string, line: number, sink: LayerSink, before?: number): void {
    this.#sink = sink;
    if (before !== undefined) this.#moments.told(before);
    this.#lines.read(written.endsWith("\r") ? written.slice(0, -1) : written, line);
  }

  /** Reads the line that begins here if it is like one before; gives where it ends, or -1. */
  readAlike(block: LineBlock, at: number, line: number, sink: LayerSink): number {
    this.#sink = sink;
    return this.#lines.readAlike(block, at, line);
  }

  /** Reads a line if it is written like some before. Gives whether it is. */
  readKnown(text: string, line: number, sink: LayerSink): boolean {
    this.#sink = sink;
    return this.#lines.readKnown(text, line);
  }

  /** Says what is held back: nothing came for a while, or a message of another kind follows, which has this time. */
  settle(sink: LayerSink, time?: number): void {
    this.#sink = sink;
    this.#lines.settle();
    if (time !== undefined) this.#moments.told(time);
    this.#traces.endAll();
    this.#text.endAll(this.#give);
  }

  /** Says all that is left: no line follows. Gives the text that stands at the end, where one does. */
  end(sink: LayerSink): string | undefined {
    this.#sink = sink;
    this.#lines.settle();
    this.#traces.endAll();
    const text = this.#text.last;
    this.#text.endAll(this.#give);
    this.#lines.end();
    for (const reader of this.#readers.values()) for (const message of reader.end()) this.#give(message);
    this.#traces.endAll();
    this.#tasks.end(this.#give);
    this.#moments.end();
    const later = this.#text.last;
    this.#text.endAll(this.#give);
    return later ?? text;
  }

  #own(message: Message, around: Around, lines: string): void {
    // What waits for more lines of a stream has no more: another one came in it.
    if (this.#traces.isHolding) this.#traces.end(streamOf(around));
    if (this.#text.isHolding) this.#text.end(streamOf(around), this.#give);
    this.#moments.told(message.timestamp);
    this.recognised.line(lines, around.wrappers);
    this.#give(around.source === undefined ? message : { ...message, [SOURCE]: around.source });
  }

  #document(form: DocumentForm, value: JsonObject): void {
    let reader = this.#readers.get(form);
    if (reader === undefined) {
      reader = form.open({
        unused: (line, reason) => this.#sink.unused(line, reason),
        note: (sentence) => void this.recognised.notes.push(sentence),
      });
      this.#readers.set(form, reader);
    }
    this.recognised.document(form.name);
    for (const message of reader.add(value, this.#lines.line)) this.#give(message);
  }

  #record(record: LogRecord, text: LineText, around: Around, alike: Alike | undefined): void {
    this.recognised.line(record.dialect.lines, around.wrappers);
    if (this.#traces.isHolding) this.#traces.end(streamOf(around));
    const own = record.time ?? timeAround(around);
    if (own !== undefined) this.#moments.told(own);
    const { line } = this.#lines;
    const mayHaveTrace =
      record.dialect.ofText !== undefined &&
      this.#traces.hold(streamOf(around), record, (whole) =>
        this.#add({ record: whole, text, line, alike: undefined }, own, around),
      );
    if (!mayHaveTrace) this.#add({ record, text, line, alike }, own, around);
  }

  #alike(line: Alike): void {
    this.recognised.line(line.record.dialect.lines, line.wrappers);
    if (this.#traces.isHolding) this.#traces.end(streamOf(line.carried));
    this.#moments.told(line.time);
    if (this.#text.isHolding) this.#text.end(streamOf(line.carried), this.#give);
    this.#tasks.add(line, this.#give);
  }

  #add(line: UntimedRecord, own: number | undefined, around: Around): void {
    if (own !== undefined) this.#addAt(own, line, true, around);
    else {
      this.recognised.placed++;
      this.#moments.at(own, (time) => this.#addAt(time, line, false, around));
    }
  }

  #addAt(time: number, { record, text, line, alike }: UntimedRecord, isTimed: boolean, around: Around): void {
    if (this.#text.isHolding) this.#text.end(streamOf(around), this.#give);
    this.#tasks.add({ record, time, carried: carriedBy(around, isTimed), text, line, alike }, this.#give);
  }

  #asText(text: string, plain: string, around: Around): void {
    const { line } = this.#lines;
    const broken = whyBroken(plain);
    if (broken !== undefined) {
      this.#sink.unused(line, broken);
      return;
    }
    const stream = streamOf(around);
    if (this.#traces.isHolding) {
      if (this.#traces.add(stream, text)) return;
      this.#traces.end(stream);
    }
    // Printed JSON came as one line; its line ends were kept as others.
    const isPrinted = PRINTED.test(plain) && text.includes("\r");
    const whole = isPrinted ? text.replace(/\r\n?/g, "\n") : text;
    this.recognised.textLines += whole.split("\n").length;
    const own = timeAround(around) ?? momentAtStart(plain);
    if (own !== undefined) this.#moments.told(own);
    const carried = carriedBy(around, own !== undefined);
    this.#moments.at(own, (time) => this.#text.add(whole, line, time, carried, stream, this.#give));
  }
}

/** A line whose time is not settled. */
type UntimedRecord = Omit<TimedRecord, "time" | "carried">;

const PRINTED = /^[{[]/;
const NOWHERE: LayerSink = { message: () => {}, unused: () => {} };
