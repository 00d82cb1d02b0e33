// What the two sides of a destination's thread tell each other.

export interface DestinationThreadData {
  /** Tells `clew/auto`, which threads inherit, that this one is part of the logging. */
  readonly startedBy: "clew";
  readonly module: string;
  readonly data: unknown;
  readonly shared: SharedArrayBuffer;
}

export type ToThread =
  | { readonly kind: "lines"; readonly text: string }
  | { readonly kind: "flush" }
  | { readonly kind: "close" };

export type FromThread = { readonly kind: "flushed" } | { readonly kind: "failed"; readonly reason: string };
