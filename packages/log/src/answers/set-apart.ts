import type { SetApart } from "clew/explain";

/** A value that sets tasks apart, or several that only count together. Shares go from 0 to 1. */
export type SetApartAnswer =
  | { readonly field: string; readonly value: unknown; readonly in_these: number; readonly in_others: number }
  | {
      readonly all: readonly { readonly field: string; readonly value: unknown }[];
      readonly in_these: number;
      readonly in_others: number;
    };

export function setApartJson({ inThese: in_these, inOthers: in_others, ...rest }: SetApart): SetApartAnswer {
  return { ...rest, in_these, in_others };
}
