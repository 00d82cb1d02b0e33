// Paths of actions as boxes that lie in one another: as wide as the time that was waited for in them and below them.

/** The time that was spent in the actions of a path themselves. */
export interface PathTime {
  readonly path: readonly string[];
  readonly seconds: number;
}

export interface IcicleBox {
  readonly path: readonly string[];
  readonly depth: number;
  /** Its left edge and its width, as shares of the whole. */
  readonly x: number;
  readonly width: number;
  /** The seconds in it and below it, and those in it alone. */
  readonly seconds: number;
  readonly own: number;
}

interface Growing {
  readonly path: readonly string[];
  own: number;
  readonly below: Map<string, Growing>;
}

/** The boxes, each after the one that it lies in, the wider first. */
export function icicleOf(times: readonly PathTime[]): readonly IcicleBox[] {
  const top: Growing = { path: [], own: 0, below: new Map() };
  for (const { path, seconds } of times) {
    let at = top;
    for (const [i, type] of path.entries()) {
      const known = at.below.get(type) ?? { path: path.slice(0, i + 1), own: 0, below: new Map() };
      at.below.set(type, known);
      at = known;
    }
    at.own += seconds;
  }
  const whole = sumOf(top);
  const boxes: IcicleBox[] = [];
  if (whole <= 0) return boxes;
  const open: { readonly node: Growing; readonly x: number }[] = [{ node: top, x: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, x } = next;
    const seconds = sumOf(node);
    if (node.path.length > 0) {
      boxes.push({ path: node.path, depth: node.path.length - 1, x, width: seconds / whole, seconds, own: node.own });
    }
    let at = x;
    const below = [...node.below.values()].map((child) => ({ child, seconds: sumOf(child) }));
    const placed = below
      .sort((p, q) => q.seconds - p.seconds)
      .map(({ child, seconds: own }) => {
        const start = at;
        at += own / whole;
        return { node: child, x: start };
      });
    for (const each of placed.reverse()) open.push(each);
  }
  return boxes;
}

const sums = new WeakMap<Growing, number>();

function sumOf(node: Growing): number {
  const known = sums.get(node);
  if (known !== undefined) return known;
  // Paths are as deep as somebody nests actions: no deeper than a list of types that an answer carries.
  let sum = node.own;
  for (const child of node.below.values()) sum += sumOf(child);
  sums.set(node, sum);
  return sum;
}
