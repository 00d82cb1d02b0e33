// The lines of one source as messages: our own as they are, all others through its layers. Lines of our own cost nothing
// more than without layers; where most lines are others', they are not looked at as ours first.

import { type Message, parseLine, readLines, type ScannedLine, scanLines, type TimeUnit, timeUnitOf } from "clew/parse";
import { type LayerOptions, type LayerSink, Layers, TEXT } from "./layers/index.js";
import { blockOf, type LineBlock } from "./line-blocks.js";

/** Where messages go, parsed or only scanned. */
export interface MessageSink {
  message(message: Message, line: number): void;
  /** A line of our own, of which only as much was read as a tree needs. */
  scanned(line: ScannedLine): void;
}

/** Where messages go that are parsed. */
export interface LineSink extends LayerSink {
  /** Takes a line that is a message as it stands, where that makes a difference. */
  own?(message: Message, line: number): void;
}

type OnUnused = (line: number, reason: string) => void;

const NEWLINE = 10;

export class LayeredLines {
  readonly layers: Layers;
  /** The text that stands at the end of the source. */
  lastText: string | undefined;
  /** The last line of our own, while nobody has asked for its time. */
  #lastLine = "";
  #lastMessage: Message | undefined;
  #isForeign = false;

  readonly #ownOnly: boolean;

  constructor(options: LayerOptions = {}) {
    this.layers = new Layers(options);
    this.#ownOnly = options.ownOnly ?? false;
  }

  /** Reads a block. */
  block(block: LineBlock, sink: MessageSink, unused: OnUnused): void {
    const to: LayerSink = { message: (message, line) => sink.message(message, line), unused };
    if (!this.#isForeign) {
      this.#scan(block, sink, to);
      return;
    }
    this.#foreign(block, to);
  }

  /** Reads a block, of which each message is wanted parsed. */
  parsed(block: LineBlock, sink: LineSink): void {
    if (this.#isForeign) {
      this.#foreign(block, sink);
      return;
    }
    let line = block.firstLine;
    for (const text of block.pieces()) line += this.#parse(text, line, sink);
  }

  #scan(block: LineBlock, sink: MessageSink, to: LayerSink): void {
    const { layers } = this;
    let lastEnd = -1;
    let foreign = 0;
    const lines = scanLines(block, block.firstLine, {
      scanned: (line) => {
        if (layers.isHolding) layers.settle(to, line.timestamp);
        lastEnd = line.end;
        sink.scanned(line);
      },
      message: (message, line) => {
        if (layers.isHolding) layers.settle(to, message.timestamp);
        lastEnd = -1;
        this.#lastLine = "";
        this.#lastMessage = message;
        sink.message(message, line);
      },
      unused: (line, reason, text) => {
        if (this.#ownOnly) return to.unused(line, reason);
        foreign++;
        if (lastEnd !== -1) this.#lastLine = lineBefore(block, lastEnd);
        lastEnd = -1;
        layers.read(text, line, to, this.#timeBefore());
      },
    });
    if (lastEnd !== -1) this.#lastLine = lineBefore(block, lastEnd);
    this.#isForeign = foreign * 2 > lines;
  }

  /** Takes a block of lines of our own that need not be read. */
  pass(block: LineBlock, sink: MessageSink): void {
    const to: LayerSink = { message: (message, line) => sink.message(message, line), unused: () => {} };
    if (this.layers.isHolding) this.layers.settle(to);
    this.#lastLine = lineBefore(block, block.bytes.length - 1);
  }

  /** Reads whole lines, the last of which may lack its line end; gives how many there are. */
  text(text: string, firstLine: number, sink: LineSink): number {
    return this.#isForeign ? this.#foreign(blockOf(text, firstLine), sink) : this.#parse(text, firstLine, sink);
  }

  #parse(text: string, firstLine: number, sink: LineSink): number {
    const { layers } = this;
    let foreign = 0;
    const give = ownOf(sink);
    const lines = readLines(text, firstLine, {
      message: (message, line) => {
        if (layers.isHolding) layers.settle(sink, message.timestamp);
        this.#lastMessage = message;
        give(message, line);
      },
      unused: (line, reason, written) => {
        if (this.#ownOnly) return sink.unused(line, reason);
        foreign++;
        layers.read(written, line, sink, this.#timeBefore());
      },
    });
    this.#isForeign = foreign * 2 > lines;
    return lines;
  }

  /** Says what is held back for lines that may follow, as where nothing came for a while. */
  settle(sink: LayerSink): void {
    this.layers.settle(sink);
  }

  /** Says all that is left: no line follows. */
  end(sink: LayerSink): void {
    const ownBefore = this.#lastLine;
    const unit = unitOf(ownBefore);
    if (unit !== "s") this.layers.recognised.notes.push(`its times are in ${unit}, and are read so`);
    this.lastText = this.layers.end(sink) ?? textOf(ownBefore, this.#lastMessage);
  }

  #foreign(block: LineBlock, sink: LineSink): number {
    const { layers } = this;
    const { bytes, firstLine } = block;
    const give = ownOf(sink);
    let line = firstLine;
    let own = 0;
    let mayHoldOwn: boolean | undefined;
    for (let start = 0; start < bytes.length; line++) {
      // A line that is like one of another logger is no message of ours.
      const alikeEnd = this.#isTimeTold ? layers.readAlike(block, start, line, sink) : -1;
      if (alikeEnd !== -1) {
        start = alikeEnd + 1;
        continue;
      }
      const end = bytes.indexOf(NEWLINE, start);
      const written = block.text(start, end);
      start = end + 1;
      if (this.#isTimeTold && layers.readKnown(written, line, sink)) continue;
      mayHoldOwn ??= mayBeOwn(bytes);
      const parsed = mayHoldOwn && mayBeOwn(written) ? parseLine(written) : undefined;
      if (parsed?.ok === true) {
        own++;
        if (layers.isHolding) layers.settle(sink, parsed.message.timestamp);
        this.#lastMessage = parsed.message;
        give(parsed.message, line);
      } else if (written.charCodeAt(0) > SPACE || !BLANK.test(written))
        layers.read(written, line, sink, this.#timeBefore());
    }
    this.#lastLine = "";
    const lines = line - firstLine;
    this.#isForeign = own * 2 <= lines;
    return lines;
  }

  /** Whether no message of our own stands before this line whose time must be told first. */
  get #isTimeTold(): boolean {
    return this.#lastLine === "" && this.#lastMessage === undefined;
  }

  /** The time of the message of our own before this line, told once. */
  #timeBefore(): number | undefined {
    const line = this.#lastLine;
    this.#lastLine = "";
    const parsed = line === "" ? undefined : parseLine(line);
    const message = parsed?.ok === true ? parsed.message : this.#lastMessage;
    this.#lastMessage = undefined;
    return message?.timestamp;
  }
}

function ownOf(sink: LineSink): (message: Message, line: number) => void {
  const { own } = sink;
  return own === undefined ? sink.message.bind(sink) : own.bind(sink);
}

/** A message has this key, as it is here or with escapes for its letters; in the text of a carrier it has others around it. */
function mayBeOwn(text: string | Buffer): boolean {
  return text.includes('"task_uuid"') || text.includes("u00");
}

const SPACE = 32;
const BLANK = /^[\s\0]*$/;

function lineBefore(block: LineBlock, end: number): string {
  return block.text(end === 0 ? 0 : block.bytes.lastIndexOf(NEWLINE, end - 1) + 1, end);
}

/** The unit of the time in a line of our own. */
function unitOf(line: string): TimeUnit {
  const written = /"timestamp": ?(\d{12,}(?:\.\d+)?)/.exec(line)?.[1];
  return written === undefined ? "s" : timeUnitOf(Number(written));
}

/** The text of a message that is text. */
function textOf(line: string, message: Message | undefined): string | undefined {
  const parsed = line.includes(TEXT) ? parseLine(line) : undefined;
  const last = parsed?.ok === true ? parsed.message : line === "" ? message : undefined;
  return last?.message_type === TEXT ? String(last.text) : undefined;
}
