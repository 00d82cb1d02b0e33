import type { SetApart } from "clew/explain";
import { encodeExact } from "../exact-json.js";

/**
 * The name of a value that sets tasks apart: `build.target = "wasm"`, a limit, or several values together.
 *
 * ```ts
 * import { nameSetApart } from "@clew/log";
 *
 * const found = { field: "order.items", above: 3, inThese: 1, inOthers: 0, confidence: 0.99 };
 * console.log(nameSetApart(found)); // order.items above 3
 * ```
 */
export function nameSetApart(entry: SetApart): string {
  if ("above" in entry) return `${entry.field} above ${encodeExact(entry.above)}`;
  if ("below" in entry) return `${entry.field} below ${encodeExact(entry.below)}`;
  const values = "all" in entry ? entry.all : [entry];
  return values.map(({ field, value }) => `${field} = ${encodeExact(value)}`).join(" together with ");
}

/** The shares of two groups that have a value, in words. */
export function sharesText({ inThese, inOthers }: SetApart, these: string, others: string): string {
  return `in ${percent(inThese)} of ${these}, ${percent(inOthers)} of ${others}`;
}

/**
 * A share as whole percents, unless that would make little into nothing.
 *
 * ```ts
 * import { percent } from "@clew/log";
 *
 * console.log(percent(0.749), percent(0.0001)); // 75% <1%
 * ```
 */
export function percent(share: number): string {
  const hundredths = share * 100;
  if (share > 0 && hundredths < 1) return "<1%";
  if (share < 1 && hundredths > 99) return ">99%";
  return `${Math.round(hundredths)}%`;
}

/** The word for a probability. */
export function howSure(confidence: number): "surely" | "probably" | "perhaps" {
  if (confidence >= 0.9) return "surely";
  return confidence >= 0.5 ? "probably" : "perhaps";
}
