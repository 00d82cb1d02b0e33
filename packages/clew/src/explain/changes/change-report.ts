import type { ChangeKind } from "./candidates.js";
import type { BetweenEnds } from "./ends.js";

/** Actions in which something shows, of all of their kind. */
export interface Occurrence {
  readonly yes: number;
  readonly of: number;
}

/** Something that is not as it was about one kind of action. */
export interface Change {
  /** The type of the action above, where there is one, and the type of the action that changed. */
  readonly actionPath: readonly string[];
  /**
   * `contains` and `lacks` a child, a message or an outcome, `failed`, `own_time` above what was seen, `count` of a child
   * in each, `between` the two ends of a call.
   */
  readonly kind: ChangeKind;
  /** What is contained, is lacking or comes more or less often; for a call the type that is called. */
  readonly item: string | undefined;
  readonly a: Occurrence;
  readonly b: Occurrence;
  /** The probability that chance alone does as much. */
  readonly p: number;
  /** The probability that it belongs to what went wrong. */
  readonly confidence: number;
  /** Whether chance and another mix of traffic are ruled out. */
  readonly sure: boolean;
  /** What it cost a task of b more, in seconds, or less where something got better; 0 where it is not about time. */
  readonly extraSecondsPerTask: number;
  /** The value of the field that evidence is summed by. */
  readonly value: string | undefined;
  /** The field whose other mix explains it. */
  readonly drift: string | undefined;
  /** The task of b in which it shows first; of a, where it got better. */
  readonly example: string | undefined;
}

/** Is told the tasks in which the actions are that a change counts on one side: those of `yes`. */
export type OnCounted = (change: Change, side: "a" | "b", taskUuids: readonly string[]) => void;

/** A value of a field, such as one service, and how much speaks for it being where it began. */
export interface Suspect {
  readonly field: string;
  readonly value: string;
  /** Log-odds from all its evidence; they rank. */
  readonly score: number;
  /** The probability that it is to blame. */
  readonly confidence: number;
  readonly because: readonly string[];
}

/** What changed between two populations of tasks. */
export interface ChangeReport {
  /** The sure first, then by how much speaks for them. */
  readonly changes: readonly Change[];
  /** Tasks by the type of their root. */
  readonly mix: readonly { readonly actionType: string; readonly a: number; readonly b: number }[];
  readonly suspects: readonly Suspect[];
  readonly between: readonly BetweenEnds[];
  readonly tasks: { readonly a: number; readonly b: number };
}
