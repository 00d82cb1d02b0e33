/**
 * Fields as the tail of a line: `,"a":1,"b":"x"`. This and the lines that end in it are the hot path of the whole
 * library, so the common values are written here and everything else by the wire's encoder.
 */

import {
  decodeJson,
  describeThrown,
  encodeNumber,
  encodeValue,
  isError,
  isReserved,
  isReservedInFailure,
  quote,
} from "../../wire/index.js";
import { toWords, type Words } from "../bytes/index.js";
import { type AddedFields, hub, type Redaction, warnOnce } from "../hub/index.js";
import { toFlat } from "./flat-text.js";

/** A program has few names of fields and uses them all the time; beyond this many they are made anew each time. */
const MAX_KEYS = 10_000;

/** A message whose fields are longer than this is cut: each may be as large as one value may be. */
export const MAX_TEXT = 4 * 1024 * 1024;

/** The text of each key, or "" for one that is reserved and must be renamed. */
class KeyTexts {
  readonly #texts = new Map<string, string>();
  readonly #words = new Map<string, Words>();
  readonly #isReserved: (name: string) => boolean;

  constructor(isReservedName: (name: string) => boolean) {
    this.#isReserved = isReservedName;
  }

  of(key: string): string {
    return this.#texts.get(key) ?? this.#learn(key);
  }

  /** The same as bytes; `undefined` for one that must be renamed. */
  wordsOf(key: string): Words | undefined {
    return this.#words.get(key) ?? this.#learnWords(key);
  }

  #learnWords(key: string): Words | undefined {
    if (this.#isReserved(key)) return undefined;
    const words = toWords(`,${quote(key)}:`);
    if (this.#words.size < MAX_KEYS) this.#words.set(key, words);
    return words;
  }

  #learn(key: string): string {
    if (this.#isReserved(key)) return "";
    const text = `,${quote(key)}:`;
    if (this.#texts.size < MAX_KEYS) this.#texts.set(key, toFlat(text));
    return text;
  }
}

export const PLAIN_KEYS = new KeyTexts(isReserved);
/** In a failed finish and a traceback `exception`, `reason` and `traceback` are the format's own. */
export const FAILURE_KEYS = new KeyTexts(isReservedInFailure);

/** The fields that a program gave, and those that stand around them. */
export function encodeFields(fields: object | undefined, added: AddedFields | undefined, keys = PLAIN_KEYS): string {
  const own = fields === undefined ? "" : encodeOwn(fields, keys);
  if (added === undefined && hub.globalFields === undefined) return own;
  return own + encodeSurrounding(fields, added, keys);
}

function encodeOwn(given: object, keys: KeyTexts): string {
  if (hub.redaction !== undefined) return encodeRedacted(given, keys, hub.redaction);
  let text = "";
  try {
    const fields = toFields(given);
    for (const key in fields) {
      const value = fields[key];
      // Asked by what is written, which costs nothing: a count of the fields would be one more thing for each.
      if (text.length > MAX_TEXT) return text + tooMany();
      text += keys.of(key) || renamed(key, fields);
      text +=
        typeof value === "string"
          ? quote(value)
          : typeof value === "number"
            ? encodeNumber(value)
            : typeof value === "boolean"
              ? `${value}`
              : encodeValue(value, key);
    }
    return text;
  } catch {
    return encodeHostile(given, keys);
  }
}

/** The same where secrets are hidden: each value is looked at by its name, however deep. */
function encodeRedacted(given: object, keys: KeyTexts, { replace }: Redaction): string {
  let text = "";
  try {
    const fields = toFields(given);
    for (const key in fields) {
      if (text.length > MAX_TEXT) return text + tooMany();
      text += (keys.of(key) || renamed(key, fields)) + encodeValue(fields[key], key, replace);
    }
    return text;
  } catch {
    return encodeHostile(given, keys);
  }
}

/** Stands behind the last field that has room. */
export function tooMany(): string {
  return `,"[cut]":"more fields than ${MAX_TEXT} characters"`;
}

/** Fields of which a getter or a proxy throws: each one for itself. */
export function encodeHostile(given: object, keys: KeyTexts): string {
  let text = "";
  try {
    const members = encodeValue(given, "", hub.redaction?.replace);
    if (!members.startsWith("{")) return `,"value":${members}`;
    for (const [key, value] of Object.entries(decodeJson(members) as Record<string, unknown>)) {
      text += (keys.of(key) || `,${quote(`field_${key}`)}:`) + encodeValue(value);
    }
    return text;
  } catch {
    return ',"value":"[fields that cannot be read]"';
  }
}

/** The fields around a message's own ones: those of `withFields`, then the global ones. */
export function encodeSurrounding(own: object | undefined, added: AddedFields | undefined, keys: KeyTexts): string {
  const seen = new Set(own === undefined ? [] : namesOf(own));
  let text = "";
  for (let layer = added; layer !== undefined; layer = layer.outer) text += encodeUnseen(layer.own, seen, keys);
  if (hub.globalFields !== undefined) text += encodeUnseen(hub.globalFields, seen, keys);
  return text;
}

function encodeUnseen(fields: object, seen: Set<string>, keys: KeyTexts): string {
  // Without a prototype: a field may be named __proto__, as JSON of others has it.
  const unseen: Record<string, unknown> = Object.create(null);
  for (const key of namesOf(fields)) {
    if (seen.has(key)) continue;
    seen.add(key);
    unseen[key] = read(fields, key);
  }
  return encodeOwn(unseen, keys);
}

/** Fields that are added one after the other: an object of nobody else's, without a prototype. */
export type GatheredFields = Record<string, unknown>;

/** Puts fields among the gathered ones, over those of the same name. What a getter throws stands in its place. */
export function gatherFields(
  gathered: GatheredFields | undefined,
  fields: object | undefined,
): GatheredFields | undefined {
  if (fields === undefined || fields === null) return gathered;
  const all: GatheredFields = gathered ?? Object.create(null);
  for (const key of namesOf(fields)) all[key] = read(fields, key);
  return all;
}

/** The names of an object's fields; none where it will not tell. */
function namesOf(given: object): string[] {
  try {
    return Object.keys(toFields(given));
  } catch {
    return [];
  }
}

function read(fields: object, key: string): unknown {
  try {
    return (toFields(fields) as Record<string, unknown>)[key];
  } catch (error) {
    return `[getter threw: ${describeThrown(error)}]`;
  }
}

/** What may be written key by key. The types refuse all else, but types do not reach everywhere. */
export function toFields(given: unknown): Record<string, unknown> {
  if (typeof given !== "object" || given === null) return { value: given };
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype === Object.prototype || prototype === null) return given as Record<string, unknown>;
  if (isOneValue(given)) return { value: given };
  // Inherited names are not the object's fields.
  return Object.fromEntries(Object.entries(given));
}

/** Objects that are a value as a whole: what they hold does not stand under names of their own. */
function isOneValue(given: object): boolean {
  return (
    Array.isArray(given) ||
    isError(given) ||
    ArrayBuffer.isView(given) ||
    BUILT_IN.has(Object.prototype.toString.call(given))
  );
}

const BUILT_IN = new Set(
  ["Map", "Set", "Date", "RegExp", "String", "Number", "Boolean", "ArrayBuffer", "Promise", "WeakMap", "WeakSet"].map(
    (name) => `[object ${name}]`,
  ),
);

export function renamed(key: string, fields: object): string {
  let name = `field_${key}`;
  while (name in fields) name = `field_${name}`;
  warnOnce(
    `field ${key}`,
    `A field named ${quote(key)} is written as ${quote(name)}: the log format has that name for itself. Choose another name.`,
    "CLEW_RESERVED_FIELD",
  );
  return `,${quote(name)}:`;
}

/** Fields that clew itself adds to a message; their names are the format's own. */
export function encodeOwnFields(fields: object): string {
  let text = "";
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) text += `,"${key}":${encodeValue(value)}`;
  }
  return text;
}
