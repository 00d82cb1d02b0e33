// Which task of one log is which of the other. Tasks are about something: an order, a batch, a file. So two tasks belong
// together that share values which few others have; when they began, and under which ids, says nothing.

import { isSpan, type Span, spansOf, valueKey } from "../task/index.js";
import { Signatures } from "./item-pairs.js";
import { valuesOf } from "./volatile-fields.js";
import { Waiting } from "./waiting.js";

export interface TaskPairs {
  readonly pairs: readonly { readonly a: Span; readonly b: Span }[];
  readonly onlyA: readonly Span[];
  readonly onlyB: readonly Span[];
}

/** What the root says counts for more than what came up below it. */
const ROOT_WEIGHT = 3;
/** Values that more tasks than this share are not followed from one log to the other. */
const MOST_SHARERS = 200;
/** Tasks that share less than this part of what they are about are different tasks. */
const LEAST_SHARED = 0.3;

/** Pairs the tasks of two logs. */
export function pairTasks(a: readonly Span[], b: readonly Span[], volatile: ReadonlySet<string>): TaskPairs {
  const signatures = new Signatures(volatile);
  const found: TaskPairs[] = [];
  const types = new Set([...a, ...b].map(({ path }) => path));
  for (const type of types) {
    found.push(
      pairAlike(
        a.filter(({ path }) => path === type),
        b.filter(({ path }) => path === type),
        volatile,
        signatures,
      ),
    );
  }
  const byStart = (x: Span, y: Span) => x.start - y.start;
  return {
    pairs: found.flatMap(({ pairs }) => pairs).sort((x, y) => byStart(x.a, y.a)),
    onlyA: found.flatMap(({ onlyA }) => onlyA).sort(byStart),
    onlyB: found.flatMap(({ onlyB }) => onlyB).sort(byStart),
  };
}

function pairAlike(
  a: readonly Span[],
  b: readonly Span[],
  volatile: ReadonlySet<string>,
  signatures: Signatures,
): TaskPairs {
  if (a.length === 1 && b.length === 1) return { pairs: [{ a: a[0] as Span, b: b[0] as Span }], onlyA: [], onlyB: [] };
  const partnerOfA = new Map<number, number>();
  const partnerOfB = new Map<number, number>();
  pairSame(a, b, signatures, partnerOfA, partnerOfB);
  const aboutA = a.map((root) => about(root, volatile));
  const aboutB = b.map((root) => about(root, volatile));
  const weights = weigh([...aboutA, ...aboutB]);
  const candidates = scores(aboutA, aboutB, weights);
  candidates.sort((x, y) => y.score - x.score || Math.abs(x.i - x.j) - Math.abs(y.i - y.j) || x.i - y.i);
  const totalsA = aboutA.map((tokens) => totalOf(tokens, weights));
  const totalsB = aboutB.map((tokens) => totalOf(tokens, weights));
  for (const { i, j, score } of candidates) {
    if (partnerOfA.has(i) || partnerOfB.has(j)) continue;
    if (score < LEAST_SHARED * Math.min(totalsA[i] as number, totalsB[j] as number)) continue;
    partnerOfA.set(i, j);
    partnerOfB.set(j, i);
  }
  // Tasks that say nothing of themselves can only be told apart by their order.
  const silentB = b.map((_, j) => j).filter((j) => !partnerOfB.has(j) && aboutB[j]?.size === 0);
  let next = 0;
  a.forEach((_, i) => {
    if (partnerOfA.has(i) || aboutA[i]?.size !== 0) return;
    const j = silentB[next++];
    if (j === undefined) return;
    partnerOfA.set(i, j);
    partnerOfB.set(j, i);
  });
  return {
    pairs: [...partnerOfA].map(([i, j]) => ({ a: a[i] as Span, b: b[j] as Span })),
    onlyA: a.filter((_, i) => !partnerOfA.has(i)),
    onlyB: b.filter((_, j) => !partnerOfB.has(j)),
  };
}

/** Tasks that are alike down to the leaves are the same, or as good as that. */
function pairSame(
  a: readonly Span[],
  b: readonly Span[],
  signatures: Signatures,
  partnerOfA: Map<number, number>,
  partnerOfB: Map<number, number>,
): void {
  const waiting = new Waiting<number>();
  b.forEach((root, j) => {
    waiting.add(signatures.whole(root), j);
  });
  a.forEach((root, i) => {
    const j = waiting.take(signatures.whole(root));
    if (j === undefined) return;
    partnerOfA.set(i, j);
    partnerOfB.set(j, i);
  });
}

/** What a task says, by how much each of it counts. */
function about(root: Span, volatile: ReadonlySet<string>): Map<string, number> {
  const tokens = new Map<string, number>();
  const add = (values: Map<string, unknown>, weight: number) => {
    for (const [name, value] of values) {
      if (volatile.has(name)) continue;
      const token = `${name}=${valueKey(value)}`;
      tokens.set(token, Math.max(weight, tokens.get(token) ?? 0));
    }
  };
  for (const span of spansOf(root)) {
    add(valuesOf(span), span === root ? ROOT_WEIGHT : 1);
    for (const item of span.items) if (!isSpan(item)) add(valuesOf(item), 1);
  }
  return tokens;
}

function weigh(all: readonly Map<string, number>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tokens of all) for (const token of tokens.keys()) counts.set(token, (counts.get(token) ?? 0) + 1);
  const weights = new Map<string, number>();
  for (const [token, count] of counts) weights.set(token, Math.log(1 + all.length / count) ** 2);
  return weights;
}

function totalOf(tokens: Map<string, number>, weights: Map<string, number>): number {
  let total = 0;
  for (const [token, weight] of tokens) total += weight * (weights.get(token) as number);
  return total;
}

function scores(a: readonly Map<string, number>[], b: readonly Map<string, number>[], weights: Map<string, number>) {
  const holders = new Map<string, number[]>();
  b.forEach((tokens, j) => {
    for (const token of tokens.keys()) {
      const known = holders.get(token);
      if (known === undefined) holders.set(token, [j]);
      else known.push(j);
    }
  });
  return a.flatMap((tokens, i) => {
    const sums = new Map<number, number>();
    for (const [token, weight] of tokens) {
      const sharers = holders.get(token);
      if (sharers === undefined || sharers.length > MOST_SHARERS) continue;
      for (const j of sharers) sums.set(j, (sums.get(j) ?? 0) + weight * (weights.get(token) as number));
    }
    return [...sums].map(([j, score]) => ({ i, j, score }));
  });
}
