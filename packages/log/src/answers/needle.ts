// Searching in lines as they were written. JSON can write one text in several ways; a text is found in each of them.

const ESCAPE = /\\u([0-9a-fA-F]{4})/g;

/** A text to look for, in any case. */
export class Needle {
  readonly #forms: readonly string[];

  constructor(text: string) {
    const plain = text.toLowerCase();
    const escaped = JSON.stringify(plain).slice(1, -1);
    this.#forms = plain === escaped ? [plain] : [plain, escaped];
  }

  /** The place of the text in a line and its length there, or `undefined`. */
  find(line: string): { readonly line: string; readonly at: number; readonly length: number } | undefined {
    const readable = line.includes("\\u") ? line.replace(ESCAPE, unescapePrintable) : line;
    const lower = readable.toLowerCase();
    for (const form of this.#forms) {
      const at = lower.indexOf(form);
      if (at !== -1) return { line: readable, at, length: form.length };
    }
    return undefined;
  }

  isIn(line: string): boolean {
    return this.find(line) !== undefined;
  }
}

/** Quotes, backslashes and controls stay escaped, so that what is inside a string stays apart from what is around it. */
function unescapePrintable(written: string, digits: string): string {
  const code = Number.parseInt(digits, 16);
  return code < 0x20 || code === 0x22 || code === 0x5c || code === 0x7f ? written : String.fromCharCode(code);
}
