// Lines that are no messages, kept whole: those that follow each other are one block, as a stack trace is.

import type { Message } from "clew/parse";
import { lineUuid } from "../line-uuid.js";
import { beginMessage, type Carried, endMessage, TEXT } from "./to-message.js";

/** A block beyond this is given in several. */
const MOST_CHARACTERS = 1 << 20;

interface Block {
  readonly lines: string[];
  readonly firstLine: number;
  readonly time: number;
  readonly carried: Carried;
  lastLine: number;
  length: number;
}

/** More lines than this between two of a stream are those of other streams. */
const MOST_BLANK = 4;

export class TextBlocks {
  readonly #blocks = new Map<string, Block>();

  get isHolding(): boolean {
    return this.#blocks.size > 0;
  }

  /** The text that came last, if nothing came after it. */
  get last(): string | undefined {
    return [...this.#blocks.values()].at(-1)?.lines.join("\n");
  }

  /** Takes a line; `stream` tells which lines follow each other. */
  add(
    text: string,
    line: number,
    time: number,
    carried: Carried,
    stream: string,
    give: (message: Message) => void,
  ): void {
    let block = this.#blocks.get(stream);
    if (block !== undefined && block.length > MOST_CHARACTERS) {
      this.end(stream, give);
      block = undefined;
    }
    if (block === undefined) {
      block = { lines: [], firstLine: line, time, carried, lastLine: line, length: 0 };
      this.#blocks.set(stream, block);
    }
    // Blank lines are not read: between two that follow each other they are known by their number.
    for (let blank = block.lastLine + 1; blank < line && line - block.lastLine <= MOST_BLANK; blank++)
      block.lines.push("");
    block.lastLine = Math.max(block.lastLine, line);
    block.lines.push(text);
    block.length += text.length;
  }

  /** Ends the block of a stream: something else came in it. */
  end(stream: string, give: (message: Message) => void): void {
    const block = this.#blocks.get(stream);
    if (block === undefined) return;
    this.#blocks.delete(stream);
    give(messageOf(block));
  }

  endAll(give: (message: Message) => void): void {
    for (const block of this.#blocks.values()) give(messageOf(block));
    this.#blocks.clear();
  }
}

function messageOf({ lines, firstLine, time, carried }: Block): Message {
  const text = lines.join("\n");
  const message = beginMessage({ uuid: lineUuid(text, firstLine), level: [1], time });
  message.message_type = TEXT;
  message.text = text;
  return endMessage(message, carried);
}
