// Python tells 1.0 from 1, and so does eliot-tree; JavaScript's numbers do not. For a reader that must print what
// eliot-tree prints, such numbers become strings before they are parsed: eliot-tree prints both without quotes.

const MAY_HOLD = /[0-9]\.0|[0-9][eE]/;
const STRING_OR_FLOAT = /"(?:[^"\\\n]|\\.)*"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/g;
/** What must stay a number, or the line is no message. */
const KEPT = new Set(['"timestamp"', '"task_level"']);

/** Puts whole floats (`1.0`, `2e3`) of JSON lines in quotes, spelled as Python spells them. */
export function keepWholeFloats(text: string): string {
  if (!MAY_HOLD.test(text)) return text;
  let key = "";
  return text.replace(STRING_OR_FLOAT, (token) => {
    if (token.startsWith('"')) {
      key = token;
      return token;
    }
    if (KEPT.has(key) || !/[.eE]/.test(token)) return token;
    const value = Number(token);
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? `"${value}.0"` : token;
  });
}
