import type { Signal } from "../scope/index.js";

/** What the function of a worker's file is given besides its input. */
export interface WorkerContext {
  /** Fires when the child is cancelled. `sleep`, scopes and channels heed it by themselves. */
  readonly signal: Signal;
  /** Names what of the result is to be moved to the caller and not copied: buffers, ports, streams. */
  transfer(...objects: readonly object[]): void;
}

/** A file that runs in a thread: its default export is the function to call. */
export interface WorkerModule {
  readonly default: (input: never, context: WorkerContext) => unknown;
}

/** A file of which nothing is known. */
export interface UntypedModule {
  readonly default: (input: unknown, context: WorkerContext) => unknown;
}

/** What a worker's file takes. */
export type InputOf<M extends WorkerModule> = Parameters<M["default"]>[0];
/** What a worker's file gives. */
export type ResultOf<M extends WorkerModule> = Awaited<ReturnType<M["default"]>>;
