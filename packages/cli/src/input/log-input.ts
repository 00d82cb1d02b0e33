import type { Message, TaskTree } from "clew/parse";
import { Parser, readLines } from "clew/parse";
import { readBytes } from "./bytes.js";
import { lineBlocks } from "./line-blocks.js";
import { type Source, sourceOf } from "./source.js";
import { type UnusedLine, UnusedLines } from "./unused-lines.js";

/** How logs are read. */
export interface LogInputOptions {
  /** Hears of each line that cannot be used; the first ten are kept in `unused` whether or not anybody listens. */
  readonly onUnused?: (unused: UnusedLine) => void;
}

/** The logs that a command was given, opened for reading. */
export class LogInput {
  readonly unused: UnusedLines;
  readonly sources: readonly Source[];

  constructor(sources: readonly Source[], options: LogInputOptions = {}) {
    this.sources = sources;
    this.unused = new UnusedLines(options.onUnused);
  }

  /** All messages, in batches, in the order in which they stand. */
  async *messages(): AsyncGenerator<readonly Message[], void, undefined> {
    for (const source of this.sources) yield* this.#messagesOf(source);
  }

  /** One tree for each task, in the order of their first messages. */
  async *trees(): AsyncGenerator<TaskTree, void, undefined> {
    const parser = new Parser();
    for await (const batch of this.messages()) for (const message of batch) parser.add(message);
    yield* parser.end();
  }

  async *#messagesOf(source: Source): AsyncGenerator<readonly Message[], void, undefined> {
    const unused = (line: number, reason: string) => this.unused.add({ file: source.name, line, reason });
    const chunks = readBytes(source, (reason) => unused(0, reason));
    for await (const { text, firstLine } of lineBlocks(chunks, unused)) {
      const batch: Message[] = [];
      readLines(text, firstLine, { message: (message) => batch.push(message), unused });
      yield batch;
    }
  }
}

/** Finds the files that the arguments name; none means standard input. Throws an `InputError` for what is not there. */
export async function openLogs(names: readonly string[], options: LogInputOptions = {}): Promise<LogInput> {
  const sources = await Promise.all((names.length === 0 ? ["-"] : names).map(sourceOf));
  return new LogInput(sources, options);
}
