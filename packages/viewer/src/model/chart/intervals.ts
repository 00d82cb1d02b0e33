// Stretches on one line, by their start, found by where they lie. Above them stands a pyramid of blocks, each of which
// knows how far its members reach and which states are among them: what is not looked at is stepped over in blocks, and
// so is what is too small to be seen. The states in a block are never lost.

export interface Interval {
  readonly start: number;
  /** `Infinity` for what has not ended. */
  readonly end: number;
  /** The rank of its state. */
  readonly state: number;
}

/** Receives the intervals of a part of the line. */
export interface IntervalVisitor {
  one(index: number): void;
  /** Several neighbours that together are no longer than what was said to be too small; a bit for each rank among them. */
  many(start: number, end: number, states: number): void;
}

const SHIFT = 4;

interface Floor {
  readonly ends: Float64Array;
  readonly states: Uint32Array;
}

export class Intervals {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  readonly states: Uint8Array;
  readonly #floors: Floor[] = [];

  /** The starts must ascend. */
  constructor(starts: Float64Array, ends: Float64Array, states: Uint8Array) {
    this.starts = starts;
    this.ends = ends;
    this.states = states;
    const bits = new Uint32Array(states.length);
    for (let i = 0; i < states.length; i++) bits[i] = 1 << (states[i] as number);
    let below: Floor = { ends, states: bits };
    while (below.ends.length > 1 << SHIFT) {
      below = floorAbove(below);
      this.#floors.push(below);
    }
  }

  static of(intervals: readonly Interval[]): Intervals {
    const sorted = [...intervals].sort((a, b) => a.start - b.start);
    return new Intervals(
      Float64Array.from(sorted, ({ start }) => start),
      Float64Array.from(sorted, ({ end }) => end),
      Uint8Array.from(sorted, ({ state }) => state),
    );
  }

  get length(): number {
    return this.starts.length;
  }

  /** Visits what touches the stretch from `from` to `to`, by start. Blocks no longer than `small` are visited as one. */
  visit(from: number, to: number, small: number, visitor: IntervalVisitor): void {
    const { ends } = this;
    const end = this.#firstAfter(to);
    for (let i = 0; i < end; ) {
      const step = this.#block(i, end, from, small, visitor);
      if (step > 0) {
        i += step;
        continue;
      }
      if ((ends[i] as number) >= from) visitor.one(i);
      i++;
    }
  }

  /** Steps over the largest block that begins here and can be taken as one; 0 where there is none. */
  #block(i: number, end: number, from: number, small: number, visitor: IntervalVisitor): number {
    const start = this.starts[i] as number;
    for (let k = this.#floors.length - 1; k >= 0; k--) {
      const shift = SHIFT * (k + 1);
      const size = 1 << shift;
      if ((i & (size - 1)) !== 0) continue;
      const floor = this.#floors[k] as Floor;
      const reach = floor.ends[i >> shift] as number;
      if (reach < from) return size;
      if (reach - start <= small && i + size <= end) {
        visitor.many(start, reach, floor.states[i >> shift] as number);
        return size;
      }
    }
    return 0;
  }

  /** The number of intervals that begin at or before a moment. */
  #firstAfter(time: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] as number) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function floorAbove(below: Floor): Floor {
  const length = ((below.ends.length - 1) >> SHIFT) + 1;
  const floor: Floor = {
    ends: new Float64Array(length).fill(Number.NEGATIVE_INFINITY),
    states: new Uint32Array(length),
  };
  for (let i = 0; i < below.ends.length; i++) {
    const at = i >> SHIFT;
    floor.ends[at] = Math.max(floor.ends[at] as number, below.ends[i] as number);
    floor.states[at] = (floor.states[at] as number) | (below.states[i] as number);
  }
  return floor;
}
