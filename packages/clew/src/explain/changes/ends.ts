// The time of calls that neither end accounts for, and the end that explains it: the one whose other calls are late too.

import type { Candidate } from "./candidates.js";
import { eventsOf } from "./events.js";
import type { Population } from "./population.js";
import type { Words } from "./words.js";

/** Calls from one place to another that take longer between the two than they did. */
export interface BetweenEnds {
  readonly from: string;
  readonly to: string;
  /** The seconds more that all of them took. */
  readonly seconds: number;
  /** `undefined` where the calls of neither end tell. */
  readonly explainedBy: "from" | "to" | undefined;
  /** Of all calls of each end, how many were late. */
  readonly affected: { readonly from: readonly [number, number]; readonly to: readonly [number, number] };
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly calls: number;
  readonly late: number;
  readonly seconds: number;
}

/** A chance above which an edge is not counted as late at all. */
const LATE = Math.log(0.01);
/** Shares of late calls that differ by less than this tell nothing. */
const ALIKE = 0.1;

export class Ends {
  readonly #edges = new Map<number, Edge>();
  readonly #values: Words;

  constructor(b: Population, found: readonly Candidate[], values: Words) {
    this.#values = values;
    const late = new Map<number, Candidate>();
    for (const one of found) if (one.what === "between" && one.logChance < LATE) late.set(one.kind.number, one);
    const callees = new Map<number, number>();
    for (let row = 0; row < b.size; row++) {
      const parent = b.parent[row] as number;
      if (parent >= 0 && !Number.isNaN(b.between[parent]))
        callees.set(b.kind[parent] as number, b.value[row] as number);
    }
    for (const [kind, to] of callees) {
      const rows = b.rowsOf(kind);
      const candidate = late.get(kind);
      const shows = candidate && eventsOf(candidate, b);
      this.#edges.set(kind, {
        from: b.value[rows[0] as number] as number,
        to,
        calls: rows.length,
        late: shows === undefined ? 0 : rows.filter(shows).length,
        seconds: Math.max(0, candidate?.extraSeconds ?? 0),
      });
    }
  }

  /** The value of the end that a late call is to be blamed on. Of two that are alike a callee is more often the cause. */
  blamed(kind: number): string | undefined {
    const edge = this.#edges.get(kind);
    if (edge === undefined) return undefined;
    const number = this.#explainedBy(edge) === "from" ? edge.from : edge.to;
    return number < 0 ? undefined : this.#values.text(number);
  }

  /** Late edges, summed by their ends, the most seconds first. */
  all(): BetweenEnds[] {
    const sums = new Map<string, Edge>();
    for (const edge of this.#edges.values()) {
      if (edge.late === 0 || edge.from < 0 || edge.to < 0) continue;
      const key = `${edge.from} ${edge.to}`;
      const known = sums.get(key);
      sums.set(key, known === undefined ? edge : { ...known, seconds: known.seconds + edge.seconds });
    }
    return [...sums.values()]
      .sort((x, y) => y.seconds - x.seconds)
      .map((edge) => ({
        from: this.#values.text(edge.from),
        to: this.#values.text(edge.to),
        seconds: edge.seconds,
        explainedBy: this.#explainedBy(edge),
        affected: { from: this.#callsOf(edge.from), to: this.#callsOf(edge.to) },
      }));
  }

  #explainedBy({ from, to }: Edge): "from" | "to" | undefined {
    const [lateFrom, callsFrom] = this.#callsOf(from);
    const [lateTo, callsTo] = this.#callsOf(to);
    const difference = lateFrom / callsFrom - lateTo / callsTo;
    if (difference > ALIKE) return "from";
    if (difference < -ALIKE) return "to";
    // Both all late: the one end that explains more of what is late than the other does.
    if (lateFrom > 1.5 * lateTo) return "from";
    return lateTo > 1.5 * lateFrom ? "to" : undefined;
  }

  #callsOf(value: number): readonly [number, number] {
    let late = 0;
    let calls = 0;
    for (const edge of this.#edges.values()) {
      if (edge.from !== value && edge.to !== value) continue;
      late += edge.late;
      calls += edge.calls;
    }
    return [late, calls];
  }
}
