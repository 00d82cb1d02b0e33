/** What there is of an `AbortSignal` where neither the DOM's types nor Node's are loaded. */
export interface MinimalSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The platform's `AbortSignal`, by whichever types the program has. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : MinimalSignal;

/** Options of what heeds a signal besides the scope that it stands in. */
export interface SignalOptions {
  readonly signal?: Signal | undefined;
}
