// Makes texts of a log safe to print. A terminal obeys the text that it is sent, so nothing from a log reaches a
// screen raw: whatever could move the cursor, colour, hide, reorder or forge a line is shown as an escape.

/**
 * All characters that a terminal obeys or hides: C0, DEL and C1 controls, line and paragraph separators, bidirectional
 * and zero-width controls, fillers without a shape, tags, and surrogates without their other half. Variation
 * selectors 1 to 16 stay, since emoji need them.
 */
const UNSAFE =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|\u2065|\u3164|\uffa0|[\ufff0-\ufff8]|[\u{e0000}-\u{e0fff}]/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Makes a text safe to print: control characters, bidirectional and zero-width ones, and lone surrogates become
 * visible escapes (`\x1b`, `\u202e`). The result is one line, whatever the text was.
 *
 * @example
 * ```ts
 * import { visible } from "clew/render";
 *
 * console.log(visible("red \x1b[31m, and\na second line")); // red \x1b[31m, and\na second line
 * ```
 */
export function visible(text: string): string {
  if (isPrintableAscii(text)) return text;
  return text.replace(UNSAFE, escapeCharacter);
}

/** Whether nothing in a text is a terminal's to obey, as in most. A loop asks a short text faster than a pattern. */
function isPrintableAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** Whether something stands behind a line end: more than one line is to be written. */
export function hasLineBelow(text: string): boolean {
  const end = text.indexOf("\n");
  return end !== -1 && end < text.length - 1;
}

function escapeCharacter(character: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) as number;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
}

/**
 * Writes a text as a JSON string that is safe to print: the same characters are escaped as by `visible`, in JSON's way,
 * so that whoever parses it gets the text unchanged.
 *
 * @example
 * ```ts
 * import { visibleJson } from "clew/render";
 *
 * console.log(visibleJson("\u202etxt")); // "\u202etxt", with the escape written out
 * ```
 */
export function visibleJson(text: string): string {
  const json = JSON.stringify(text);
  if (isPrintableAscii(json)) return json;
  return json.replace(UNSAFE, (character) => {
    const units = character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    return units.join("");
  });
}
