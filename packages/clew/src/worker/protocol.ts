/** What the two sides of a thread tell each other. */

import type { CarriedError } from "./carried-error.js";

/** What a thread is made with. */
export interface ThreadData {
  /** Tells `clew/auto`, which threads inherit, that this one's lines are sent to who started it. */
  readonly startedBy: "clew";
  /** Bytes of lines that are on their way, see line-flow.ts; absent where nobody listens. */
  readonly flow: SharedArrayBuffer | undefined;
}

/** Run the function of a file. */
export interface RunRequest {
  readonly kind: "run";
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
  /** The place in the tree that the work continues; absent where the child is not logged. */
  readonly taskId: string | undefined;
}

/** Ask what runs to stop. */
export interface CancelRequest {
  readonly kind: "cancel";
}

/** Let what was written get out; then the thread will be ended. */
export interface EndRequest {
  readonly kind: "end";
}

export type Request = RunRequest | CancelRequest | EndRequest;

export type Reply =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly error: CarriedError }
  /** Something that an earlier job left behind has thrown; the thread goes on with the job that it has. */
  | { readonly kind: "late"; readonly error: CarriedError; readonly of: string }
  /** All that was written has got out. */
  | { readonly kind: "flushed" };
