import type { ChangeKind } from "clew/explain";

/**
 * Whose actions a change is about, where its type does not tell: of a way between two the value tells who is to blame for it, and
 * many types have their service in their name.
 *
 * ```ts
 * import { ownerOfChange } from "@clew/log";
 *
 * console.log(ownerOfChange("failed", "attempt", "mailer")); // mailer
 * console.log(ownerOfChange("failed", "mailer/send", "mailer")); // undefined
 * ```
 */
export function ownerOfChange(
  kind: ChangeKind,
  type: string | undefined,
  value: string | undefined,
): string | undefined {
  return value === undefined || kind === "between" || type?.includes(value) ? undefined : value;
}
