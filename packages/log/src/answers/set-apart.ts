import type { SetApart } from "clew/explain";

/** In how many it is, from 0 to 1, and how sure it is that it goes with the cause and not with chance. */
interface SharesAnswer {
  readonly in_these: number;
  readonly in_others: number;
  readonly confidence: number;
}

/** A value that sets tasks apart, a number's limit, or several values that only count together. */
export type SetApartAnswer = SharesAnswer &
  (
    | { readonly field: string; readonly value: unknown }
    | { readonly field: string; readonly above: number }
    | { readonly field: string; readonly below: number }
    | { readonly all: readonly { readonly field: string; readonly value: unknown }[] }
  );

export function setApartJson(found: SetApart): SetApartAnswer {
  const { inThese: in_these, inOthers: in_others, ...rest } = found;
  return { ...rest, in_these, in_others };
}
