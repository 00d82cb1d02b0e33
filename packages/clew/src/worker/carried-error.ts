/**
 * An error on its way out of a thread. Structured cloning keeps neither the class's name, nor a code, nor the members
 * of an aggregate; so an error travels as its parts, and anything else that was thrown as it is.
 */

import { isError } from "../wire/index.js";

/** The parts of what was thrown. */
export type CarriedError = { readonly thrown: unknown } | ErrorParts;

interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Fields of the error's own with plain values, its code among them. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly cause: CarriedError | undefined;
  readonly errors: readonly CarriedError[] | undefined;
}

const MAX_CAUSES = 8;

export function carryError(error: unknown, depth = 0): CarriedError {
  if (!isError(error)) return { thrown: cloneable(error) };
  const { name, message, stack, cause } = error;
  const { errors } = error as { readonly errors?: unknown };
  const isDeep = depth >= MAX_CAUSES;
  return {
    name,
    message,
    stack,
    fields: plainFields(error),
    cause: cause === undefined || isDeep ? undefined : carryError(cause, depth + 1),
    errors: Array.isArray(errors) && !isDeep ? errors.map((each) => carryError(each, depth + 1)) : undefined,
  };
}

/** The error again: of its own class where that is one of the language's, else an `Error` of that name. */
export function reviveError(carried: CarriedError): unknown {
  if ("thrown" in carried) return carried.thrown;
  const { name, message, stack, fields, cause, errors } = carried;
  const error =
    errors === undefined ? new (CLASSES[name] ?? Error)(message) : new AggregateError(errors.map(reviveError), message);
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

function plainFields(error: Error): Record<string, string | number | boolean> {
  const fields: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(error)) {
    if (key === "name" || key === "message" || key === "stack" || key === "cause" || key === "errors") continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") fields[key] = value;
  }
  return fields;
}

function cloneable(thrown: unknown): unknown {
  try {
    return structuredClone(thrown);
  } catch {
    return String(thrown);
  }
}
