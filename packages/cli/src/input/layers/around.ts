import { momentOf, momentWithoutYear } from "../dialects/index.js";
import type { Unwrapped, Wrapper } from "../wrappers/index.js";
import type { Carried, Source } from "./to-message.js";

/** What carries a line. */
export interface Around {
  readonly source: Source | undefined;
  /** From the outermost on. */
  readonly wrappers: readonly Wrapper[];
  /** As it was written by the innermost that has one. */
  readonly time: unknown;
}

export const NOTHING_AROUND: Around = { source: undefined, wrappers: [], time: undefined };

/** A line in more wrappers than this is text. */
export const MOST_AROUND = 8;

const ALONE = new Map<Wrapper, readonly Wrapper[]>();

/** One more wrapper around a line. */
export function aroundOf(outer: Around, wrapper: Wrapper, { source, time }: Unwrapped): Around {
  if (outer.source === undefined) return { source, wrappers: alone(wrapper), time };
  const kinds = typeof outer.source.kind === "string" ? [outer.source.kind] : outer.source.kind;
  return {
    source: { ...outer.source, ...source, kind: [...kinds, source.kind] },
    wrappers: [...outer.wrappers, wrapper],
    time: time ?? outer.time,
  };
}

/** The same list for all lines in one wrapper. */
export function alone(wrapper: Wrapper): readonly Wrapper[] {
  const known = ALONE.get(wrapper);
  if (known !== undefined) return known;
  const list = [wrapper];
  ALONE.set(wrapper, list);
  return list;
}

/** The stream of a line: lines of one follow each other. */
export function streamOf({ source }: Pick<Around, "source">): string {
  if (source === undefined) return "";
  return `${source.kind} ${source.name ?? ""} ${source.pod ?? ""} ${source.container ?? ""} ${source.stream ?? ""} ${source.app ?? ""}`;
}

/** The time that a wrapper tells. */
export function timeAround({ time }: Around): number | undefined {
  if (time === undefined) return undefined;
  return momentOf(time) ?? (typeof time === "string" ? momentWithoutYear(time) : undefined);
}

/** What is known of a line beside its content, which has a time of its own or has none. */
export function carriedBy({ source }: Around, isTimed: boolean): Carried {
  return { source, isPlaced: !isTimed };
}
