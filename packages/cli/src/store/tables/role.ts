// The kind of a message and its status as one number: most rows differ in nothing else.

import type { MessageRole } from "clew/parse";

const KINDS: Readonly<Record<MessageRole, number>> = { start: 4, end: 8, other: 0 };
const STATUSES: ReadonlyMap<unknown, number> = new Map([
  [undefined, 0],
  ["started", 1],
  ["succeeded", 2],
  ["failed", 3],
]);

/** True for a status that the format knows; another one is a field of the user's. */
export function isStatus(status: unknown): boolean {
  return STATUSES.has(status);
}

export function roleNumber(kind: MessageRole, status: unknown): number {
  return KINDS[kind] + (STATUSES.get(status) ?? 0);
}

/** The kinds as people ask for them. */
export const KIND_NAMES = {
  names: ["start", "finish", "message"],
  sql: `CASE role & 12 WHEN ${KINDS.start} THEN 'start' WHEN ${KINDS.end} THEN 'finish' ELSE 'message' END`,
} as const;

/** The condition that the status of a row is one of those that pass a test. */
export function statusSql(test: (status: string) => boolean): string {
  const numbers = [...STATUSES].flatMap(([name, number]) => (typeof name === "string" && test(name) ? [number] : []));
  return numbers.length === 0 ? "false" : `role & 3 IN (${numbers.join(", ")})`;
}

export const STATUS_NAMES = {
  sql: `CASE role & 3 ${[...STATUSES].flatMap(([name, number]) => (name === undefined ? [] : [`WHEN ${number} THEN '${name}'`])).join(" ")} END`,
} as const;
