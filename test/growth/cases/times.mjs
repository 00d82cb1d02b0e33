/** What is made of each number below `n`. @template T @param {number} n @param {(i: number) => T} make @returns {T[]} */
export function times(n, make) {
  return Array.from({ length: n }, (_, i) => make(i));
}

/** The numbers below `n` in an order that is the same each time, and none. @param {number} n @returns {number[]} */
export function shuffled(n) {
  // The step has no divisor in common with any size here, so that each number comes once.
  return times(n, (i) => (i * 7919) % n);
}
