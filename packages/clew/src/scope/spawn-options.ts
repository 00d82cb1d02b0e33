import type { Logged } from "./logged.js";

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
