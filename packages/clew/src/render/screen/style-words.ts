// Turns a style as people write it in a configuration file ("bold red", "#ff8800 underline") into an SGR sequence.

const ATTRIBUTES: Readonly<Record<string, string>> = { bold: "1", dim: "2", italic: "3", underline: "4", reverse: "7" };
const COLORS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** A style could not be understood. */
export class StyleError extends Error {
  override readonly name = "StyleError";
  readonly code = "CLEW_STYLE";
}

/**
 * Reads a style: attributes (`bold`, `dim`, `italic`, `underline`, `reverse`), a colour by name (`red`, `bright-red`),
 * by number (0 to 255) or as `#rrggbb`, in any order; `none` for the terminal's own. Throws a `StyleError` with what
 * it did not understand.
 *
 * @example
 * ```ts
 * import { readStyle } from "clew/render";
 *
 * console.log(readStyle("bold red")); // 1;31
 * ```
 */
export function readStyle(words: string): string {
  const parameters: string[] = [];
  for (const word of words.trim().toLowerCase().split(/\s+/)) {
    if (word !== "none") parameters.push(readWord(word, words));
  }
  return parameters.join(";");
}

function readWord(word: string, words: string): string {
  const attribute = Object.hasOwn(ATTRIBUTES, word) ? ATTRIBUTES[word] : undefined;
  if (attribute !== undefined) return attribute;
  const bright = word.startsWith("bright-");
  const color = COLORS.indexOf(bright ? word.slice("bright-".length) : word);
  if (color >= 0) return String((bright ? 90 : 30) + color);
  const rgb = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(word);
  if (rgb !== null) return `38;2;${[1, 2, 3].map((i) => Number.parseInt(rgb[i] as string, 16)).join(";")}`;
  if (/^[0-9]{1,3}$/.test(word) && Number(word) < 256) return `38;5;${Number(word)}`;
  throw new StyleError(
    `Cannot read the style ${JSON.stringify(words)}: ${JSON.stringify(word)} is neither an attribute (${Object.keys(ATTRIBUTES).join(", ")}), ` +
      `nor a colour (${COLORS.join(", ")}, bright-…, 0 to 255, #rrggbb), nor "none".`,
  );
}
