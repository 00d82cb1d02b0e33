import type { VNode } from "preact";
import { useRef } from "preact/hooks";

interface Kept {
  readonly inputs: readonly unknown[];
  readonly line: VNode;
}

/**
 * Keeps the lines of a list as long as they are in sight and what they are made of stays the same: a list that is
 * scrolled then costs only the lines that come into sight. Call what it gives once for each line, in each drawing.
 */
export function useRowCache(): (index: number, inputs: readonly unknown[], make: () => VNode) => VNode {
  const before = useRef<ReadonlyMap<number, Kept>>(new Map());
  const kept = before.current;
  const now = new Map<number, Kept>();
  before.current = now;
  return (index, inputs, make) => {
    const old = kept.get(index);
    const same = old?.inputs.every((input, i) => input === inputs[i]) === true;
    const line = same && old !== undefined ? old.line : make();
    now.set(index, { inputs, line });
    return line;
  };
}
