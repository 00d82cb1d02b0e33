/**
 * Channels of `node:diagnostics_channel` that somebody listens to. Bun forgets a channel that nobody holds, and with it
 * who listens.
 */

import { channel, subscribe, unsubscribe } from "node:diagnostics_channel";

const kept = new Map<object, number>();

/** Holds a channel until the function that this gives is called. */
export function keepChannel(held: object): () => void {
  kept.set(held, (kept.get(held) ?? 0) + 1);
  let isKept = true;
  return () => {
    if (!isKept) return;
    isKept = false;
    const left = (kept.get(held) ?? 1) - 1;
    if (left === 0) kept.delete(held);
    else kept.set(held, left);
  };
}

/** Listens to a channel; gives the function that ends this. */
export function listenToChannel(
  name: string,
  listener: (published: unknown, name: string | symbol) => void,
): () => void {
  const release = keepChannel(channel(name));
  subscribe(name, listener);
  return () => {
    unsubscribe(name, listener);
    release();
  };
}
