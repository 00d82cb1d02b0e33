import { encodeExact } from "../output/exact-json.js";

/** What a terminal obeys or hides; in JSON text it can stand in strings only, so an escape means the same. */
const UNSAFE = /[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/gu;
const PRINTABLE_ASCII = /^[ -~]*$/;

/** A value as JSON that may also be printed. Numbers that JSON does not have become objects, as in a forest. */
export function jsonText(value: unknown): string {
  const json = encodeExact(value);
  return PRINTABLE_ASCII.test(json) ? json : json.replace(UNSAFE, escapeUnits);
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
