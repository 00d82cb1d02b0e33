/**
 * An error on its way out of a thread. Structured cloning keeps neither the class's name, nor a code, nor the members
 * of an aggregate; so an error travels as its parts, and anything else that was thrown as it is, as far as it can be copied.
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
}

const MAX_CAUSES = 8;

export function carryError(error: unknown, depth = 0): CarriedError {
  if (!isError(error)) return { thrown: copyOf(error) };
  const { name, message, stack, cause } = error;
  const { errors } = error as { readonly errors?: unknown };
  const isDeep = depth >= MAX_CAUSES;
  return {
    name,
    message,
    stack,
    fields: copiedFields(error),
    isDomException: Object.prototype.toString.call(error) === "[object DOMException]",
    cause: cause === undefined || isDeep ? undefined : carryError(cause, depth + 1),
    errors: Array.isArray(errors) && !isDeep ? errors.map((each) => carryError(each, depth + 1)) : undefined,
  };
}

/** The error again: of its own class where that is one of the language's, else an `Error` of that name. */
export function reviveError(carried: CarriedError): unknown {
  if ("thrown" in carried) return carried.thrown;
  const { name, message, stack, fields, cause, errors, isDomException } = carried;
  const error = isDomException
    ? new DOMException(message, name)
    : errors === undefined
      ? new (CLASSES[name] ?? Error)(message)
      : new AggregateError(errors.map(reviveError), message);
  if (error.name !== name) define(error, "name", name);
  define(error, "stack", stack);
  if (cause !== undefined) define(error, "cause", reviveError(cause));
  return Object.assign(error, fields);
}

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

function copiedFields(error: Error): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(error)) {
    if (key === "name" || key === "message" || key === "stack" || key === "cause" || key === "errors") continue;
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
    if (typeof value !== "object" || value === null || depth >= DEEPEST) return textOf(value);
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
