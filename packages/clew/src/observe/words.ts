// What is told to people, in words.

import { isError } from "../wire/index.js";

/** Names come from anywhere; none of them may move the cursor of a terminal. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}

export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1_000)} s`;
}

/** What was thrown, or given as a reason. */
export function wordsOf(reason: unknown): string {
  try {
    return isError(reason) ? `${reason.name}: ${reason.message}` : String(reason);
  } catch {
    return "a value that cannot be shown";
  }
}
