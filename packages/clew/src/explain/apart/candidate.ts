import type { Counts } from "./association.js";
import type { Feature } from "./feature.js";

/** A task, or a part of one, with the numbers of its features, each once. */
export interface Unit {
  readonly features: ArrayLike<number>;
  readonly these: boolean;
  /** Its numbers, with the number of the field of each; the nearest first where a field comes several times. */
  readonly numberFields?: ArrayLike<number>;
  readonly numberValues?: ArrayLike<number>;
}

/** A feature, and how frequent it is in these units and in the others. */
export interface Candidate extends Counts {
  readonly number: number;
  readonly feature: Feature;
  readonly gain: number;
}
