/**
 * The kinds of JavaScript's own values, whoever's realm made them: Node's errors inside Jest, what `node:vm` gives and
 * what an iframe sends are of other classes than ours. This is the one file that may ask `instanceof` of a built-in
 * class; it does so last, for a subclass that hides its kind.
 */

/** What `Object.prototype.toString` says of a value: `Map` of a Map of any realm, and what a class calls itself. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** The language's own question, where the runtime has it. */
const { isError: isErrorNatively } = Error as { readonly isError?: (value: unknown) => boolean };

/** Whether a value is an error, of any realm. One that will not be asked is none. */
export function isError(value: unknown): value is Error {
  if (typeof value !== "object" || value === null) return false;
  try {
    if (value instanceof Error || isErrorNatively?.(value) === true) return true;
    return Symbol.toStringTag in value ? hasErrorAbove(value) : tagOf(value) === "Error";
  } catch {
    return false;
  }
}

/** Whether a prototype is that of another realm's `Error`: DOMException and classes that name themselves have one. */
function hasErrorAbove(value: object): boolean {
  for (let above = Object.getPrototypeOf(value); above !== null; above = Object.getPrototypeOf(above)) {
    if (Object.hasOwn(above, "constructor") && above.constructor.name === "Error")
      return Object.hasOwn(above, "message");
  }
  return false;
}

/** A text for what was thrown, in one line: an error's own words, anything else as a string. It may throw. */
export function errorText(thrown: unknown): string {
  return isError(thrown) ? thrown.message : String(thrown);
}

// A value that only pretends to be of one of the following kinds is none: what it holds is asked, not its name.

export function isMap(value: object, tag = tagOf(value)): value is Map<unknown, unknown> {
  return tag === "Map" ? passes(mapSize, value) : value instanceof Map;
}

export function isSet(value: object, tag = tagOf(value)): value is Set<unknown> {
  return tag === "Set" ? passes(setSize, value) : value instanceof Set;
}

export function isDate(value: object, tag = tagOf(value)): value is Date {
  return tag === "Date" ? passes(Date.prototype.getTime, value) : value instanceof Date;
}

export function isRegExp(value: object, tag = tagOf(value)): value is RegExp {
  return tag === "RegExp" || value instanceof RegExp;
}

/** The buffer of bytes under the views; shared ones too. */
function isBuffer(value: object): value is ArrayBuffer {
  const tag = tagOf(value);
  return (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") && passes(BUFFER_SIZES[tag], value);
}

/** Bytes: a Uint8Array, with Node's Buffer, a clamped one, a DataView, or a whole buffer. */
export function isBytes(value: object): value is Uint8Array | DataView | ArrayBuffer {
  if (!ArrayBuffer.isView(value)) return isBuffer(value);
  const tag = typedArrayTag.call(value);
  return tag === "Uint8Array" || tag === "Uint8ClampedArray" || tag === undefined;
}

/** The value in a box, as `Object(7n)` is one; `undefined` where it is none. */
export function unboxed(value: object, tag = tagOf(value)): unknown {
  switch (tag) {
    case "String":
      return attempt(String.prototype.valueOf, value);
    case "Number":
      return attempt(Number.prototype.valueOf, value);
    case "Boolean":
      return attempt(Boolean.prototype.valueOf, value);
    case "BigInt":
      return attempt(BigInt.prototype.valueOf, value);
    case "Symbol":
      return attempt(Symbol.prototype.valueOf, value);
    default:
      return undefined;
  }
}

type Getter = (this: unknown) => unknown;

function getterOf(prototype: object, name: PropertyKey): Getter {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as Getter;
}

const mapSize = getterOf(Map.prototype, "size");
const setSize = getterOf(Set.prototype, "size");
/** Gives the name of a typed array's kind, and `undefined` of a DataView. */
const typedArrayTag = getterOf(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const BUFFER_SIZES = {
  ArrayBuffer: getterOf(ArrayBuffer.prototype, "byteLength"),
  // Browsers have it only where a page is isolated.
  SharedArrayBuffer:
    typeof SharedArrayBuffer === "undefined" ? () => undefined : getterOf(SharedArrayBuffer.prototype, "byteLength"),
};

function passes(ask: (this: never) => unknown, value: object): boolean {
  return attempt(ask, value) !== undefined;
}

function attempt(ask: (this: never) => unknown, value: object): unknown {
  try {
    return ask.call(value as never);
  } catch {
    return undefined;
  }
}
