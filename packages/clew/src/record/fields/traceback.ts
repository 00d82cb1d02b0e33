/**
 * The stack of an error and those of all that it holds: its causes, the members of an AggregateError, both errors of a
 * SuppressedError. The root of a chain is what a reader looks for, so a bound leaves out the middle, and says so.
 */

import { describeThrown, isError } from "../../wire/index.js";
import { clean, exceptionName, reasonOf } from "./error-words.js";

/** A traceback longer than this is cut: the log is not the place for a program's whole source. */
const MAX_TRACEBACK = 32 * 1024;
/** The most errors that are looked at; chains and their members may be endless. */
const MAX_ERRORS = 1_000;
/** The most that are told: of more, the first and the last ones. */
const MAX_TOLD = 100;
/** Each is told this many characters at least, which is its title and the frame it was thrown in. */
const LEAST = 300;

interface Held {
  readonly error: unknown;
  /** How the error that holds this one does so. */
  readonly title: string;
}

/** The traceback of what was thrown. */
export function tracebackOf(thrown: unknown): string {
  const { stacks, isMore } = stacksOf(thrown);
  const told = stacks.length <= MAX_TOLD ? stacks : [...stacks.slice(0, MAX_TOLD / 2), ...stacks.slice(-MAX_TOLD / 2)];
  const share = Math.max(LEAST, Math.floor(MAX_TRACEBACK / told.length));
  const isLong = told.reduce((sum, stack) => sum + stack.length + 1, 0) > MAX_TRACEBACK;
  const parts = isLong ? told.map((stack) => cut(stack, share)) : told;
  if (told.length < stacks.length) {
    parts.splice(MAX_TOLD / 2, 0, `… [left out: ${stacks.length - told.length} more errors]`);
  }
  if (isMore) parts.push(`… [left out: more errors than ${MAX_ERRORS}]`);
  return parts.join("\n");
}

function cut(stack: string, length: number): string {
  return stack.length > length ? `${stack.slice(0, length)}… [cut, ${stack.length} characters]` : stack;
}

/** The stacks in the order in which they are to be read: each error before what it holds. */
function stacksOf(thrown: unknown): { readonly stacks: string[]; readonly isMore: boolean } {
  const stacks: string[] = [];
  const seen = new Set<unknown>();
  // Not by recursion: a chain may be longer than the stack.
  const next: Held[] = [{ error: thrown, title: "" }];
  for (let held = next.pop(); held !== undefined; held = next.pop()) {
    const { error, title } = held;
    if (seen.has(error)) {
      stacks.push(`${title}[Circular: ${exceptionName(error)}]`);
      continue;
    }
    if (seen.size >= MAX_ERRORS) return { stacks, isMore: true };
    if (typeof error === "object" && error !== null) seen.add(error);
    try {
      stacks.push(title + clean(stackOf(error)));
      next.push(...heldBy(error).reverse());
    } catch (failure) {
      stacks.push(`${title}[the rest cannot be read: ${describeThrown(failure)}]`);
    }
  }
  return { stacks, isMore: false };
}

/** The errors that an error holds. */
function heldBy(error: unknown): Held[] {
  if (!isError(error)) return [];
  const held: Held[] = [];
  const {
    cause,
    errors,
    error: disposal,
    suppressed,
  } = error as Error & Record<"errors" | "error" | "suppressed", unknown>;
  if (cause !== undefined) held.push({ error: cause, title: "Caused by: " });
  if (Array.isArray(errors)) {
    for (const [i, member] of errors.slice(0, MAX_ERRORS).entries())
      held.push({ error: member, title: `Error ${i + 1}: ` });
  }
  // SuppressedError: what a disposer threw, and what the block had thrown before.
  if (isError(suppressed)) held.push({ error: suppressed, title: "Suppressed: " });
  if (suppressed !== undefined && isError(disposal)) held.push({ error: disposal, title: "Thrown while disposing: " });
  return held;
}

function stackOf(error: unknown): string {
  if (isError(error) && typeof error.stack === "string" && error.stack !== "") return error.stack;
  return `${exceptionName(error)}: ${reasonOf(error)}`;
}
