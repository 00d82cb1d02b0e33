/** Logs that are opened anew at a signal. The process has one listener for all of them: a dozen would make Node warn. */

const AT = new Map<NodeJS.Signals, Set<() => void>>();

/** Calls a function at each such signal; gives the function that ends it. */
export function reopenAt(signal: NodeJS.Signals, reopen: () => void): () => void {
  const all = AT.get(signal) ?? new Set();
  AT.set(signal, all);
  if (all.size === 0) process.on(signal, reopenAll);
  all.add(reopen);
  return () => {
    if (all.delete(reopen) && all.size === 0) process.off(signal, reopenAll);
  };
}

function reopenAll(signal: NodeJS.Signals): void {
  for (const reopen of AT.get(signal) ?? []) reopen();
}
