import type { TaskStatus } from "../answers/index.js";

/** A choice of tasks. A part that is left out does not narrow; everything that is there must hold. */
export interface TaskQuery {
  /** A text that stands in one of the task's messages, in any case: type, field names, values, uuid. */
  readonly text?: string;
  /** The beginning of the task's uuid, in any case. */
  readonly taskUuidStart?: string;
  /** Types of the root: one of them. */
  readonly types?: readonly string[];
  readonly statuses?: readonly TaskStatus[];
  /**
   * Values of fields: of the root's start by their own names, of any action or message by its type and the name, as
   * `payment.card`. Of several values of one field one must hold; each field must. Values are compared as text: strings as
   * they are, others as JSON.
   */
  readonly fields?: readonly FieldValue[];
  /** The time at which the task began, in seconds since the Unix epoch: from (included) to (excluded). */
  readonly from?: number;
  readonly to?: number;
  readonly minDurationSeconds?: number;
  /** The least number of its actions that failed, handled ones included. */
  readonly minFailures?: number;
}

export interface FieldValue {
  readonly field: string;
  readonly value: string;
}

export interface PageRequest {
  readonly sort: "time" | "duration" | "messages" | "type";
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}
