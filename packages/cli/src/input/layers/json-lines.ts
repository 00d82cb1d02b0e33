// JSON that was printed over several lines: an object or a list whose first line does not close it.

import { decodeJson } from "clew/parse";

/** As long as a line may be. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

export interface KeptLine {
  readonly text: string;
  readonly line: number;
}

export type Taken = "none" | "kept" | "given up" | { readonly value: unknown; readonly text: string };

export class JsonLines {
  #kept: KeptLine[] = [];
  #depth = 0;
  #length = 0;

  get isOpen(): boolean {
    return this.#kept.length > 0;
  }

  /**
   * Takes a line: the value that it closes; `kept` where more must come; `given up` where what was kept is no JSON, and
   * this line is none of it; `none` where it is nothing of the kind.
   */
  add(text: string, line: number): Taken {
    if (this.#kept.length === 0 && !(mayOpen(text) && OPENS.test(text))) return "none";
    const depth = depthAfter(text);
    if (this.#kept.length === 0) {
      if (depth === undefined || depth <= 0) return "none";
    } else if (depth === undefined || (this.#kept.at(-1) as KeptLine).line >= line || !CONTINUES.test(text))
      return "given up";
    this.#kept.push({ text, line });
    this.#depth += depth;
    this.#length += text.length;
    if (this.#depth > 0 && this.#length <= MOST_CHARACTERS) return "kept";
    const whole = this.#kept.map((kept) => kept.text).join("\n");
    try {
      const value = decodeJson(whole.endsWith(",") ? whole.slice(0, -1) : whole);
      this.#forget();
      return { value, text: whole };
    } catch {
      // This line is among those that are given back.
      this.#kept.pop();
      return "given up";
    }
  }

  /** What was kept, and is no JSON. */
  giveUp(): readonly KeptLine[] {
    const kept = this.#kept;
    this.#forget();
    return kept;
  }

  #forget(): void {
    this.#kept = [];
    this.#depth = 0;
    this.#length = 0;
  }
}

/** Whether a line ends with a sign that lets a value go on; most do not. */
export function mayOpen(text: string): boolean {
  let at = text.length - 1;
  while (at >= 0 && text.charCodeAt(at) <= 32) at--;
  const last = text[at];
  return last === "{" || last === "[" || last === ",";
}

const OPENS = /^\s*[{[](?:.*[{[,])?\s*$/s;
const CONTINUES = /^\s*["{}[\]\d\-tfn]/;

/** How much deeper a line ends than it began; `undefined` where it ends in a text, which JSON does not do. */
function depthAfter(line: string): number | undefined {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return inText ? undefined : depth;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
