import type { TaskStatus } from "@clew/log";
import { Check, Cross, Open, Unknown } from "./icons.js";

export type MarkedStatus = TaskStatus | "started" | "unknown";

const WORDS: Readonly<Record<MarkedStatus, string>> = {
  succeeded: "succeeded",
  failed: "failed",
  incomplete: "not ended",
  started: "not ended",
  unknown: "not read",
};

const SHAPES = { succeeded: Check, failed: Cross, incomplete: Open, started: Open, unknown: Unknown };

/** An outcome: a shape of its own for each, a colour only where it matters, and the word for screen readers. */
export function StatusMark({ status }: { readonly status: MarkedStatus }) {
  const Shape = SHAPES[status];
  return (
    <span class={`mark ${status}`} title={WORDS[status]}>
      <Shape />
      <span class="unseen">{WORDS[status]}</span>
    </span>
  );
}

export function statusWords(status: MarkedStatus): string {
  return WORDS[status];
}
