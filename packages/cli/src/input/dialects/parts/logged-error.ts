// Errors as loggers write them: an object, a text, or a stack trace alone.

import { isObject, type JsonObject } from "../../json-object.js";

/** An error that a line of a log tells. */
export interface LoggedError {
  readonly exception: string;
  /** Never empty. */
  readonly reason: string;
  readonly traceback?: string;
  /** The errors that led to it, the nearest first. */
  readonly causes?: readonly Cause[];
}

export interface Cause {
  readonly exception: string;
  readonly reason: string;
}

const TYPES = ["type", "name", "class", "kind", "exc_type", "Type", "ClassName", "className"];
const MESSAGES = ["message", "msg", "exc_value", "reason", "Message", "localizedMessage"];
const STACKS = ["stack", "stack_trace", "stackTrace", "trace", "traceback", "StackTrace", "extendedStackTrace"];
const CAUSES = ["cause", "inner", "previous", "InnerException", "innerException", "Cause"];
/** The keys that `errorOf` reads of an object. */
export const ERROR_PARTS: ReadonlySet<string> = new Set([...TYPES, ...MESSAGES, ...STACKS]);
/** A list of causes that goes on for ever is cut. */
const MOST_CAUSES = 50;

/** The error that a value holds, or `undefined` where it holds none. */
export function errorOf(value: unknown): LoggedError | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : errorOfText(value);
  if (Array.isArray(value)) return listed(value);
  if (!isObject(value)) return undefined;
  return nested(value);
}

function nested(value: JsonObject): LoggedError | undefined {
  const error = plain(value);
  if (error === undefined) return undefined;
  const causes: Cause[] = [];
  for (let next = causeOf(value); next !== undefined && causes.length < MOST_CAUSES; next = causeOf(next)) {
    const cause = plain(next);
    if (cause === undefined) break;
    causes.push({ exception: cause.exception, reason: cause.reason });
  }
  return causes.length === 0 ? error : { ...error, causes };
}

function causeOf(value: JsonObject): JsonObject | undefined {
  for (const key of CAUSES) if (isObject(value[key])) return value[key];
  return undefined;
}

function plain(value: JsonObject): LoggedError | undefined {
  const stackValue = value[STACKS.find((key) => Object.hasOwn(value, key)) ?? ""];
  const stack = Array.isArray(stackValue) ? stackValue.map(String).join("\n") : stackValue;
  const message = textOf(value, MESSAGES);
  const type = textOf(value, TYPES);
  if (type === undefined && message === undefined) {
    return typeof stack === "string" && stack !== "" ? errorOfText(stack) : undefined;
  }
  if (type === undefined && typeof stack !== "string") {
    // A text alone, as `{"message": …}`, is an error only where its type is told somewhere.
    return undefined;
  }
  const told = typeof stack === "string" ? headOf(stack) : undefined;
  const exception = type ?? told?.exception ?? "Error";
  return {
    exception,
    reason: message || told?.reason || exception,
    ...(typeof stack === "string" && stack !== "" && { traceback: stack }),
  };
}

function textOf(value: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) if (typeof value[key] === "string") return value[key];
  return undefined;
}

/** A list of errors, each the cause of the one before, as structlog writes it. */
function listed(values: readonly unknown[]): LoggedError | undefined {
  const errors = values.slice(0, MOST_CAUSES).flatMap((value) => (isObject(value) ? (plain(value) ?? []) : []));
  const [first, ...causes] = errors;
  if (first === undefined) return undefined;
  return causes.length === 0
    ? first
    : { ...first, causes: causes.map(({ exception, reason }) => ({ exception, reason })) };
}

const HEAD =
  /^\s*(?:Uncaught |Exception in thread "[^"]*" |Unhandled exception\. )?((?:[\w$]+[.:/\\])*[A-Za-z_$][\w$]*)(?: \[[\w-]+\])?(?:: (.*))?$/;
const CAUSED_BY = /^\s*(?:Caused by: |\[cause\]: |---> )((?:[\w$]+[./\\])*[A-Za-z_$][\w$]*)(?:: (.*))?$/;
const PYTHON = "Traceback (most recent call last):";
const PANIC = /^panic: (.*)$/;

/** The error that a text tells: its type and reason where it is a stack trace, else the text itself. */
export function errorOfText(text: string): LoggedError {
  const lines = text.split("\n");
  const isTrace = lines.length > 1;
  const head = isTrace || HEAD_ALONE.test(text) ? headOf(text) : undefined;
  if (head === undefined) return { exception: "error", reason: text.trim() };
  const causes = lines.flatMap((line) => {
    const cause = CAUSED_BY.exec(line);
    return cause === null ? [] : [{ exception: cause[1] as string, reason: cause[2] || (cause[1] as string) }];
  });
  return {
    exception: head.exception,
    reason: head.reason,
    ...(isTrace && { traceback: text }),
    ...(causes.length > 0 && { causes: causes.slice(0, MOST_CAUSES) }),
  };
}

/** A type's name says that it is one where there is no trace below it. */
const HEAD_ALONE = /^(?:[\w$]+[.:/\\])*[A-Z][\w$]*(?:Error|Exception|Fault|Failure|Panic)(?:: .*)?$/;

/** The type and the reason that a stack trace tells; `undefined` where it tells none. */
export function headOf(trace: string): Cause | undefined {
  const lines = trace.split("\n");
  // Python tells it last.
  if (lines.some((line) => line.startsWith(PYTHON))) {
    for (let i = lines.length - 1; i >= 0; i--) {
      const line = lines[i] as string;
      if (/^\S/.test(line) && !line.startsWith(PYTHON)) {
        const found = toCause(HEAD.exec(line));
        if (found !== undefined) return found;
      }
    }
  }
  for (const line of lines.slice(0, MOST_HEAD_LINES)) {
    const panic = PANIC.exec(line);
    if (panic !== null) return { exception: "panic", reason: panic[1] as string };
    const found = HEAD.exec(line);
    if (found !== null && NAMES_ERROR.test(found[1] as string)) return toCause(found);
  }
  return toCause(HEAD.exec(lines[0] as string));
}

/** Node tells the place and its line before the error. */
const MOST_HEAD_LINES = 12;
const NAMES_ERROR = /(?:Error|Exception|Fault|Failure|Panic|Interrupt|Exit|Warning)$/;

/** Whether a text begins as a stack trace does, or names an error. */
export function namesError(text: string): boolean {
  const line = text.trimStart();
  if (line.startsWith(PYTHON) || /^(?:at |Caused by: |\.\.\. \d+ more|goroutine \d+|panic: |File ")/.test(line))
    return true;
  const found = HEAD.exec(line.split("\n", 1)[0] as string);
  return found !== null && NAMES_ERROR.test(found[1] as string);
}

function toCause(found: RegExpExecArray | null): Cause | undefined {
  if (found === null) return undefined;
  const exception = found[1] as string;
  return { exception, reason: found[2] || exception };
}
