// Items of one source for several takers: each item is asked for once, when all takers that are left wait for it, so that
// nothing is held for the slowest of them.

type Turn<Item> = { resolve(result: IteratorResult<Item, void>): void; reject(error: unknown): void };

/** Lets several take the same items, side by side, and gives what they make of them. */
export function inStep<Item, Made extends readonly unknown[]>(
  source: AsyncIterable<Item>,
  ...takers: { readonly [Place in keyof Made]: (items: AsyncIterable<Item>) => Promise<Made[Place]> }
): Promise<Made> {
  const all = sequences(source, takers.length);
  const made = takers.map((take, i) => take(all[i] as AsyncIterable<Item>));
  return Promise.all(made) as Promise<unknown> as Promise<Made>;
}

/** So many sequences with the same items. */
function sequences<Item>(source: AsyncIterable<Item>, takers: number): AsyncIterable<Item>[] {
  const items = source[Symbol.asyncIterator]();
  let waiting: Turn<Item>[] = [];
  let left = takers;
  const go = () => {
    if (left === 0 || waiting.length < left) return;
    const turns = waiting;
    waiting = [];
    items.next().then(
      (result) => {
        for (const { resolve } of turns) resolve(result.done === true ? { done: true, value: undefined } : result);
      },
      (error: unknown) => {
        for (const { reject } of turns) reject(error);
      },
    );
  };
  const one = (): AsyncIterator<Item, void> => ({
    next: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        go();
      }),
    return: async () => {
      left--;
      if (left === 0) await items.return?.();
      else go();
      return { done: true, value: undefined };
    },
  });
  return Array.from({ length: takers }, () => ({ [Symbol.asyncIterator]: one }));
}
