import type { Message } from "clew/parse";

/** What a generated system logged in some minutes, and how often each of the faults struck in them. */
export interface FaultyRun {
  readonly messages: readonly Message[];
  readonly struck: readonly number[];
}
