import type { WrittenNode } from "clew/parse";

/** The index of the first child whose number is this one or a higher one. Children stand in the order of their numbers. */
export function firstFrom(children: readonly WrittenNode[], number: number): number {
  let [low, high] = [0, children.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle] as WrittenNode).number < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The child with a number; of two that claim it the first. */
export function childNumbered(children: readonly WrittenNode[], number: number): WrittenNode | undefined {
  const child = children[firstFrom(children, number)];
  return child?.number === number ? child : undefined;
}
