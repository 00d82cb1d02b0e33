/**
 * An error on its way out of a thread. Structured cloning keeps neither the class's name, nor a code, nor the members
 * of an aggregate or of a SuppressedError; so an error travels as its parts, and anything else that was thrown as it is, as
 * far as it can be copied. What a bound leaves out is said where it would stand.
 */

import { isError } from "../wire/index.js";

/** The parts of what was thrown. */
export type CarriedError = { readonly thrown: unknown } | ErrorParts;

interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Fields of the error's own, as far as they can be copied, its code among them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whether it is the platform's `DOMException`, whose name and code cannot be set. */
  readonly isDomException: boolean;
  readonly cause: CarriedError | undefined;
  readonly errors: readonly CarriedError[] | undefined;
  /** Of a SuppressedError: what a disposer threw, and what the block had thrown before. */
  readonly disposal: Disposal | undefined;
}

interface Disposal {
  readonly error: CarriedError;
  readonly suppressed: CarriedError;
}

/** As many as a traceback looks at, in all: causes and members may be endless. */
const MAX_ERRORS = 1_000;

export function carryError(error: unknown): CarriedError {
  return new Carrier().carry(error);
}

class Carrier {
  #carried = 0;
  /** The errors between the first and here, to know a circle from an error that merely stands twice. */
  readonly #open: Error[] = [];

  carry(error: unknown): CarriedError {
    if (!isError(error)) return { thrown: copyOf(error) };
    if (this.#open.includes(error)) return { thrown: `[Circular: ${error.name}]` };
    if (this.#carried >= MAX_ERRORS) return { thrown: `[cut: more than ${MAX_ERRORS} errors]` };
    this.#carried++;
    this.#open.push(error);
    const { name, message, stack, cause } = error;
    const { errors, ...disposal } = heldBy(error);
    const parts: ErrorParts = {
      name,
      message,
      stack,
      fields: copiedFields(error, "suppressed" in disposal ? [...CARRIED, "error", "suppressed"] : CARRIED),
      isDomException: Object.prototype.toString.call(error) === "[object DOMException]",
      cause: cause === undefined ? undefined : this.carry(cause),
      disposal:
        "suppressed" in disposal
          ? { error: this.carry(disposal.error), suppressed: this.carry(disposal.suppressed) }
          : undefined,
      errors: errors === undefined ? undefined : this.#members(errors),
    };
    this.#open.pop();
    return parts;
  }

  #members(errors: readonly unknown[]): CarriedError[] {
    const members: CarriedError[] = [];
    for (const each of errors) {
      if (this.#carried >= MAX_ERRORS) {
        members.push({ thrown: `[cut: ${errors.length - members.length} more]` });
        break;
      }
      members.push(this.carry(each));
    }
    return members;
  }
}

/** The lists and pairs of errors in an error. */
function heldBy(error: Error): { errors: readonly unknown[] | undefined; error?: unknown; suppressed?: unknown } {
  const { errors, error: disposal, suppressed } = error as Partial<Record<"errors" | "error" | "suppressed", unknown>>;
  const list = Array.isArray(errors) ? errors : undefined;
  return "suppressed" in error && "error" in error ? { errors: list, error: disposal, suppressed } : { errors: list };
}

/** The error again: of its own class where that is one of the language's, else an `Error` of that name. */
export function reviveError(carried: CarriedError): unknown {
  if ("thrown" in carried) return carried.thrown;
  const { name, stack, fields, cause, errors, disposal } = carried;
  const error = newError(carried);
  if (error.name !== name) define(error, "name", name);
  define(error, "stack", stack);
  if (cause !== undefined) define(error, "cause", reviveError(cause));
  if (errors !== undefined) define(error, "errors", errors.map(reviveError));
  if (disposal !== undefined) {
    define(error, "error", reviveError(disposal.error));
    define(error, "suppressed", reviveError(disposal.suppressed));
  }
  return Object.assign(error, fields);
}

function newError({ name, message, errors, disposal, isDomException }: ErrorParts): Error {
  if (isDomException) return new DOMException(message, name);
  if (errors !== undefined) return new AggregateError([], message);
  if (disposal !== undefined && SuppressedClass !== undefined)
    return new SuppressedClass(undefined, undefined, message);
  return new (CLASSES[name] ?? Error)(message);
}

/** The language's own, where the runtime has it. */
const { SuppressedError: SuppressedClass } = globalThis as {
  readonly SuppressedError?: new (error: unknown, suppressed: unknown, message: string) => Error;
};

const CLASSES: Readonly<Record<string, new (message: string) => Error>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true });
}

/** What travels as a part of its own, and not as a field. */
const CARRIED = ["name", "message", "stack", "cause", "errors"];

function copiedFields(error: Error, without: readonly string[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(error)) {
    if (without.includes(key)) continue;
    fields[key] = copyOf(value);
  }
  return fields;
}

/** How deep a value is gone into that cannot be copied as a whole. */
const DEEPEST = 4;

/** A copy of what can be copied; of an object that cannot, its fields, with a text in the place of a function or symbol. */
function copyOf(value: unknown, depth = 0): unknown {
  try {
    return structuredClone(value);
  } catch {
    if (typeof value !== "object" || value === null) return textOf(value);
    if (depth >= DEEPEST) return `[cut: deeper than ${DEEPEST}]`;
    if (Array.isArray(value)) return value.map((each) => copyOf(each, depth + 1));
    return copyOfFields(value, depth);
  }
}

function copyOfFields(value: object, depth: number): unknown {
  try {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOf(each, depth + 1)]));
  } catch {
    return textOf(value);
  }
}

function textOf(value: unknown): string {
  try {
    return typeof value === "function" ? `[function ${value.name}]` : String(value);
  } catch {
    return "[a value that cannot be shown]";
  }
}
