import type { WrittenAction } from "clew/parse";

/**
 * The states of work, the most important last: of several that share a pixel, the last is seen. `ended` means that the
 * outcome was not recorded, `unknown` that only descendants were read.
 */
export const RUN_STATES = ["succeeded", "ended", "unknown", "running", "cancelled", "failed"] as const;

export type RunState = (typeof RUN_STATES)[number];

/** The place of each state in that order. */
export const RANK = Object.fromEntries(RUN_STATES.map((state, rank) => [state, rank])) as Readonly<
  Record<RunState, number>
>;

/** The state of an action. One that failed only because it was told to stop was cancelled. */
export function stateOf(action: WrittenAction): RunState {
  if (action.status === "started") return "running";
  if (action.status !== "failed") return action.status;
  return cancelSourceOf(action) === undefined ? "failed" : "cancelled";
}

/** The source of an action's cancel, as its finish says it. */
export function cancelSourceOf(action: WrittenAction): string | undefined {
  const source = action.endRecord?.clew_cancel_source;
  return typeof source === "string" ? source : undefined;
}

/** A state in the words of a sentence about work. */
export const STATE_WORDS: Readonly<Record<RunState, string>> = {
  succeeded: "succeeded",
  ended: "ended",
  unknown: "not recorded",
  running: "not ended",
  cancelled: "cancelled",
  failed: "failed",
};

/** Counts of states, given as ranks, in words: `3 failed, 97 succeeded`. */
export function countsOf(ranks: Uint8Array): string {
  const counts = new Uint32Array(RUN_STATES.length);
  for (const rank of ranks) counts[rank] = (counts[rank] as number) + 1;
  return [...RUN_STATES]
    .reverse()
    .filter((state) => (counts[RANK[state]] as number) > 0)
    .map((state) => `${counts[RANK[state]]} ${STATE_WORDS[state]}`)
    .join(", ");
}
