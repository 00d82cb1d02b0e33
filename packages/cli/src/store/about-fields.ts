import type { Fields } from "clew/parse";
import { storedJson } from "./stored-json.js";

const MOST_FIELDS = 4;
const MOST_VALUE = 40;
const MOST_CHARACTERS = 120;

/** The first fields as short text, `name=value`, for a line of a list. */
export function aboutFields(fields: Fields): string {
  let about = "";
  let count = 0;
  for (const name of Object.keys(fields)) {
    if (name.startsWith("clew_")) continue;
    const piece = `${about === "" ? "" : " "}${short(name)}=${short(fieldText(fields[name]))}`;
    if (about.length + piece.length > MOST_CHARACTERS || count === MOST_FIELDS) break;
    about += piece;
    count++;
  }
  return about;
}

/** A value as text: strings as they are, others as JSON. */
export function fieldText(value: unknown): string {
  return typeof value === "string" ? value : storedJson(value);
}

function short(text: string): string {
  return text.length <= MOST_VALUE ? text : `${text.slice(0, MOST_VALUE - 1)}…`;
}
