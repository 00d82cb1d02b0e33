/** What a record is to the action in which it stands, as far as it alone can tell. */
export type MessageRole = "start" | "end" | "other";

/**
 * The one rule of what a record is to its action, for every reader of the format: a start is `started` and the first
 * item, an end is `succeeded` or `failed`, and both have a type. `number` is the last of the record's level.
 *
 * @example
 * ```ts
 * import { roleOf } from "clew/parse";
 *
 * console.log(roleOf("started", "upload", 1)); // start
 * console.log(roleOf("started", "upload", 2)); // other
 * console.log(roleOf("failed", "upload", 7)); // end
 * ```
 */
export function roleOf(status: unknown, type: unknown, number: number | undefined): MessageRole {
  if (type === undefined || type === null) return "other";
  if (status === "started") return number === 1 ? "start" : "other";
  return status === "succeeded" || status === "failed" ? "end" : "other";
}
