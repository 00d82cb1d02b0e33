// Which changes only pass on what happened below them. A change of a caller that is gone once the calls are set aside in
// which something below had changed is that one's consequence.

import type { Candidate } from "./candidates.js";
import { eventsOf } from "./events.js";
import type { Population } from "./population.js";

/** A change of which less than this part remains without what happened below has no other cause. */
const REMAINS = 0.35;

/** Rows in which, or below which, a change that began somewhere shows. */
export class Blamed {
  readonly #a: Population;
  readonly #b: Population;
  readonly #below: { readonly a: Uint8Array; readonly b: Uint8Array };
  readonly #at: { readonly a: Uint8Array; readonly b: Uint8Array };

  constructor(a: Population, b: Population) {
    this.#a = a;
    this.#b = b;
    this.#below = { a: new Uint8Array(a.size), b: new Uint8Array(b.size) };
    this.#at = { a: new Uint8Array(a.size), b: new Uint8Array(b.size) };
  }

  /** Sets the rows aside in which a change shows. */
  add(candidate: Candidate): void {
    for (const side of ["a", "b"] as const) {
      const population = side === "a" ? this.#a : this.#b;
      const shows = eventsOf(candidate, population);
      for (const row of population.rowsOf(candidate.kind.number)) {
        if (population.ended[row] !== 1 || !shows(row)) continue;
        this.#at[side][row] = 1;
        const below = this.#below[side];
        for (
          let at = population.parent[row] as number;
          at >= 0 && below[at] === 0;
          at = population.parent[at] as number
        ) {
          below[at] = 1;
        }
      }
    }
  }

  /** The part of a change, from 0 to 1, that remains where nothing below had changed. */
  remaining(candidate: Candidate): number {
    const rest = { these: 0, theseWith: 0, others: 0, othersWith: 0 };
    this.#count(candidate, this.#b, this.#below.b, (shows) => {
      rest.these++;
      if (shows) rest.theseWith++;
    });
    this.#count(candidate, this.#a, this.#below.a, (shows) => {
      rest.others++;
      if (shows) rest.othersWith++;
    });
    const { these, theseWith, others, othersWith } = candidate.counts;
    const whole = theseWith / these - othersWith / others;
    if (rest.these === 0 || whole <= 0) return rest.these === 0 ? 0 : 1;
    const left =
      rest.theseWith / rest.these - (rest.others === 0 ? othersWith / others : rest.othersWith / rest.others);
    // What few are left says little: a part of the change can only remain with those in which it still shows.
    const excess = (left * rest.these) / (whole * these);
    return Math.max(
      0,
      Math.min(left / whole, rest.these < 0.2 * these ? Math.max(excess, 0.5 * (left / whole)) : left / whole),
    );
  }

  isConsequence(candidate: Candidate): boolean {
    return this.remaining(candidate) < REMAINS;
  }

  #count(candidate: Candidate, population: Population, below: Uint8Array, take: (shows: boolean) => void): void {
    const shows = eventsOf(candidate, population);
    for (const row of population.rowsOf(candidate.kind.number)) {
      if (population.ended[row] === 1 && below[row] === 0) take(shows(row));
    }
  }
}
