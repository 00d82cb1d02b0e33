const waiting: (() => void)[] = [];

/**
 * Does something at once, or, where that is asked for by what is done already, after it. What sets off the next of its
 * kind, as a scope that closes does with the one around it, may do so deeper than any call stack.
 */
export function inTurn(act: () => void): void {
  waiting.push(act);
  if (waiting.length > 1) return;
  try {
    for (const each of waiting) each();
  } finally {
    waiting.length = 0;
  }
}
