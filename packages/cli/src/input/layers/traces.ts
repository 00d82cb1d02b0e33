// Lines of text that belong to the line before them: the stack trace below an error. A line of an error waits for them.

import { errorOfText, isErrorLevel, type LogRecord, namesError } from "../dialects/index.js";

/** A longer trace is cut off here: what follows is text. */
const MOST_CHARACTERS = 1 << 20;

interface Waiting {
  readonly record: LogRecord;
  readonly give: (record: LogRecord) => void;
  readonly lines: string[];
  length: number;
}

export class Traces {
  readonly #waiting = new Map<string, Waiting>();

  get isHolding(): boolean {
    return this.#waiting.size > 0;
  }

  /** Takes a line of text that may have a trace below it. Gives whether it waits. */
  hold(stream: string, record: LogRecord, give: (record: LogRecord) => void): boolean {
    if (record.dialect.ofText === undefined || record.error !== undefined) return false;
    if (!isErrorLevel(record.level) && record.level !== "warn") return false;
    this.#waiting.set(stream, { record, give, lines: [], length: 0 });
    return true;
  }

  /** Takes a line of text, if it is one of the trace. */
  add(stream: string, text: string): boolean {
    const waiting = this.#waiting.get(stream);
    if (waiting === undefined || waiting.length > MOST_CHARACTERS) return false;
    if (!/^\s/.test(text) && !namesError(text)) return false;
    if (waiting.lines.length === 0 && !namesError(text)) return false;
    waiting.lines.push(text);
    waiting.length += text.length;
    return true;
  }

  /** Nothing more comes for what waits in a stream. */
  end(stream: string): void {
    const waiting = this.#waiting.get(stream);
    if (waiting === undefined) return;
    this.#waiting.delete(stream);
    waiting.give(withTrace(waiting));
  }

  endAll(): void {
    for (const stream of [...this.#waiting.keys()]) this.end(stream);
  }
}

function withTrace({ record, lines }: Waiting): LogRecord {
  if (lines.length === 0) return record;
  const trace = lines.join("\n");
  // Some write the error behind the text, and only its places below.
  const head = /^\s*at /.test(trace) ? record.text?.split("|").findLast(namesError) : undefined;
  const error = errorOfText(head === undefined ? trace : `${head}\n${trace}`);
  return { ...record, error: { ...error, traceback: error.traceback ?? trace } };
}
