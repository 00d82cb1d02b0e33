import type { Silence } from "../task/index.js";
import { type ActionPlace, type ItemPlace, itemPlace, placeOf, type Span, typeOf } from "../task/index.js";
import type { SlowGap } from "./slow-report.js";

interface Sum {
  readonly actionPath: readonly string[];
  seconds: number;
  longest: { seconds: number; after: ItemPlace | null; before: ItemPlace | null; example: ActionPlace };
}

const LISTED = 20;
/** Kinds of gap that are told apart. */
const MOST_KINDS = 20_000;

/** Sums up gaps by the action they lie in and by what stands around them. */
export class GapSums {
  readonly #sums = new Map<string, Sum>();

  add(span: Span, { after, before, seconds }: Silence): void {
    const key = `${span.path.id}\n${typeOf(after)}\n${typeOf(before)}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      if (this.#sums.size >= MOST_KINDS) return;
      sum = {
        actionPath: span.path.types(),
        seconds: 0,
        longest: { seconds: -1, after: null, before: null, example: placeOf(span) },
      };
      this.#sums.set(key, sum);
    }
    sum.seconds += seconds;
    if (seconds <= sum.longest.seconds) return;
    sum.longest = { seconds, after: itemPlace(after), before: itemPlace(before), example: placeOf(span) };
  }

  largest(): SlowGap[] {
    return [...this.#sums.values()]
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, LISTED)
      .map(({ actionPath, seconds, longest: { after, before, example } }) => ({
        actionPath,
        after,
        before,
        seconds,
        example,
      }));
  }
}
