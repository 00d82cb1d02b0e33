import { encodeExact } from "@clew/log";
import type { SetApart } from "clew/explain";

/** `build.target = "wasm"`, or both of two values, or a message that was logged. */
export function nameSetApart(entry: SetApart): string {
  if ("above" in entry) return `${entry.field} above ${encodeExact(entry.above)}`;
  if ("below" in entry) return `${entry.field} below ${encodeExact(entry.below)}`;
  const values = "all" in entry ? entry.all : [entry];
  return values.map(({ field, value }) => nameValue(field, value)).join(" together with ");
}

/** The two shares, as whole percents unless that would make little into nothing. */
export function sharesText({ inThese, inOthers }: SetApart, these: string, others: string): string {
  return `in ${percent(inThese)} of ${these}, ${percent(inOthers)} of ${others}`;
}

export function percent(share: number): string {
  const hundredths = share * 100;
  if (share > 0 && hundredths < 1) return "<1%";
  if (share < 1 && hundredths > 99) return ">99%";
  return `${Math.round(hundredths)}%`;
}

function nameValue(field: string, value: unknown): string {
  return `${field} = ${encodeExact(value)}`;
}
