import type { Signal } from "./cancel/index.js";

/** Whether a scope or a child is an action in the log; `"auto"` is where one is current, or its scope is logged. */
export type Logged = boolean | "auto";

/** Options of `startScope` and `fork`, and of all that opens a scope. */
export interface ScopeOptions {
  /** The type of its action, and its name in errors; by default the body's. */
  readonly name?: string | undefined;
  /** Fields of its action. */
  readonly fields?: object | undefined;
  /** Ends it with a `TimeoutError` after so many milliseconds. 0 fires at once. */
  readonly timeoutMs?: number | undefined;
  /** Ends it with a `TimeoutError` at a time; one that has passed fires at once. */
  readonly deadline?: Date | undefined;
  /** Ends it with `Cancelled`, source `signal`, when this is aborted. */
  readonly signal?: Signal | undefined;
  /** Rejects with the first error itself, or with an `AggregateError` of all. Default: `"first"`. */
  readonly errors?: "first" | "group" | undefined;
  /** Whether the scope, and what is in it, are actions in the log. Default: `"auto"`, inherited. */
  readonly logged?: Logged | undefined;
  /** Whether cancels from outside stop at it. Default: false. */
  readonly shield?: boolean | undefined;
  /** How long what is in it may go on after a cancel, in milliseconds. Default: 1,000. */
  readonly cancelTimeoutMs?: number | undefined;
  /** How long each finalizer may take, in milliseconds. Default: 5,000. */
  readonly cleanupTimeoutMs?: number | undefined;
  /**
   * Whether children remember the line that spawned them, about 3 us and 0.5 kB each. Default: inherited, and where
   * there is no scope around, whether `CLEW_SPAWN_SITES` asks for it.
   */
  readonly spawnSites?: boolean | undefined;
}

/** Options of `withScope`. */
export interface WithScopeOptions<C = undefined> extends ScopeOptions {
  /** The value where a quiet end stopped the body before it returned one. */
  readonly ifCancelled?: C;
}

/** Options of `scope.spawn` and `scope.start`. */
export interface SpawnOptions {
  /** The type of its action, and its name in errors; by default the function's. */
  readonly name?: string | undefined;
  /** Fields of its action. */
  readonly fields?: object | undefined;
  /** Whether the scope ends with this child. Default: false. */
  readonly master?: boolean | undefined;
  /** Whether its failure fails the scope. Default: true. */
  readonly bubble?: boolean | undefined;
  /** Whether the scope waits for it; if not, the end of the scope cancels it. Default: true. */
  readonly awaited?: boolean | undefined;
  /** How long it may go on after its cancel, in milliseconds. Default: the scope's. */
  readonly cancelTimeoutMs?: number | undefined;
  /** Whether to let go of it as soon as it is cancelled. Default: false. */
  readonly abandonOnCancel?: boolean | undefined;
  /** Whether it is an action in the log. Default: `"auto"`. */
  readonly logged?: Logged | undefined;
}
