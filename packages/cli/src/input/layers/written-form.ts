// The form in which an object of JSON is written: its keys in their order, and texts, numbers and objects as their values.
// Another object of the form is read by a pattern. What the pattern does not fit is in another form, or damaged: of it
// nothing is said.

import type { JsonObject } from "../json-object.js";
import { Place } from "./place.js";

/** Objects within objects are followed to here. */
const MOST_DEEP = 4;
/** An object with more than this is data, of which the next one has other keys. */
const MOST_PARTS = 100;
/** A pattern of more characters costs more than it saves. */
const MOST_CHARACTERS = 8192;

/** A part of an object: a place in which its value stands, an object of parts, or a value that is always the same. */
export interface Part {
  readonly key: string;
  readonly place: Place | undefined;
  readonly parts: readonly Part[] | undefined;
  readonly constant: boolean | null;
}

export class WrittenForm {
  /** The source of a pattern whose groups are what stands in the places. */
  readonly pattern: string;
  readonly places: readonly Place[];
  readonly parts: readonly Part[];

  private constructor(parts: readonly Part[], pieces: readonly (string | Place)[]) {
    this.parts = parts;
    this.places = pieces.filter((piece) => typeof piece !== "string");
    this.pattern = pieces.map((piece) => (typeof piece === "string" ? piece : piece.pattern)).join("");
  }

  /**
   * The form in which loggers write an object, in a line or, `isQuoted`, within a text of JSON; `undefined` where it has
   * what no form is kept of.
   */
  static of(value: JsonObject, isQuoted: boolean): WrittenForm | undefined {
    const pieces: (string | Place)[] = [];
    const parts = partsOf(value, isQuoted ? '\\\\"' : '"', pieces, 0);
    const form = parts && new WrittenForm(parts, pieces);
    return form === undefined || form.pattern.length > MOST_CHARACTERS ? undefined : form;
  }

  /** The object whose values stand in the places. */
  get object(): JsonObject {
    return objectOf(this.parts);
  }
}

/** The object that the places say. */
function objectOf(parts: readonly Part[]): JsonObject {
  const object: Record<string, unknown> = {};
  for (const part of parts) object[part.key] = valueIn(part);
  return object;
}

export function valueIn({ place, parts, constant }: Part): unknown {
  if (place !== undefined) return place.value;
  return parts === undefined ? constant : objectOf(parts);
}

/** The places in a part, those in objects within it among them. */
export function placesIn({ place, parts = [] }: Part): readonly Place[] {
  return place === undefined ? parts.flatMap(placesIn) : [place];
}

function partsOf(
  value: JsonObject,
  quote: string,
  pieces: (string | Place)[],
  depth: number,
): readonly Part[] | undefined {
  if (depth > MOST_DEEP) return undefined;
  const parts: Part[] = [];
  for (const key of Object.keys(value)) {
    if (pieces.length > 2 * MOST_PARTS || key.length > MOST_CHARACTERS) return undefined;
    // An escape within a key would be another one within a text.
    if (key === "__proto__" || JSON.stringify(key) !== `"${key}"`) return undefined;
    const inner = value[key];
    const begin = `${parts.length === 0 ? "\\{" : ", ?"}${quote}${literal(key)}${quote}: ?`;
    if (typeof inner === "string" || typeof inner === "number") {
      const isText = typeof inner === "string";
      const place = new Place(isText ? "text" : "number");
      pieces.push(isText ? begin + quote : begin, place, isText ? quote : "");
      parts.push({ key, place, parts: undefined, constant: null });
    } else if (typeof inner === "boolean" || inner === null) {
      pieces.push(begin + String(inner));
      parts.push({ key, place: undefined, parts: undefined, constant: inner });
    } else {
      if (typeof inner !== "object" || Array.isArray(inner)) return undefined;
      pieces.push(begin);
      const below = partsOf(inner as JsonObject, quote, pieces, depth + 1);
      if (below === undefined) return undefined;
      parts.push({ key, place: undefined, parts: below, constant: null });
    }
  }
  pieces.push(parts.length === 0 ? "\\{\\}" : "\\}");
  return parts;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
