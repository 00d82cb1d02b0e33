import type { ChangeName, TaskStatus } from "../answers/index.js";

/** A choice of tasks. A part that is left out does not narrow; everything that is there must hold. */
export interface TaskQuery {
  /** A text that stands in one of the task's messages, in any case: type, field names, values, uuid. */
  readonly text?: string;
  /** The beginning of the task's uuid, in any case. */
  readonly taskUuidStart?: string;
  /** Types of the root: one of them. */
  readonly types?: readonly string[];
  /** Types that the root has not. */
  readonly notTypes?: readonly string[];
  readonly statuses?: readonly TaskStatus[];
  /**
   * Values of fields: of the root's start by their own names, of any action or message by its type and the name, as
   * `payment.card`; a message is there where its type is `true`. Of several values that a field is to be one must hold; each other demand must. Values are compared as
   * text: strings as they are, others as JSON.
   */
  readonly fields?: readonly FieldValue[];
  /** The time at which the task began, in seconds since the Unix epoch: from (included) to (excluded). */
  readonly from?: number;
  readonly to?: number;
  readonly minDurationSeconds?: number;
  /** The duration below which a task is; one that has not ended has none. */
  readonly maxDurationSeconds?: number;
  /** The least number of its actions that failed, handled ones included. */
  readonly minFailures?: number;
  /** Some tasks, named. */
  readonly taskUuids?: readonly string[];
  /** A task: those whose failure began as that of this one, as `why` tells. A `LogSource` knows; no store is asked so. */
  readonly like?: string;
  /** A figure of a comparison: the tasks in which the actions are that it counts. As with `like`, no store is asked so. */
  readonly counted?: Counted;
}

/** A change that a comparison names, and the side of it whose figure is meant. */
export interface Counted {
  readonly change: ChangeName;
  readonly side: "a" | "b";
  /** The two choices of tasks that are compared; left out where it is a log and its baseline. */
  readonly of?: { readonly a: TaskQuery; readonly b: TaskQuery };
}

/** The query for tasks that are known by name, of those that it names already, where it does. */
export function narrowedTo(query: TaskQuery, taskUuids: readonly string[]): TaskQuery {
  if (query.taskUuids === undefined) return { ...query, taskUuids };
  const before = new Set(query.taskUuids);
  return { ...query, taskUuids: taskUuids.filter((uuid) => before.has(uuid)) };
}

export interface FieldValue {
  readonly field: string;
  readonly value: string;
  /** `is` where nothing stands. A task is not what no field of it in any of its records is. */
  readonly op?: FieldOperator;
}

/** The demands on a field; above and below compare numbers, and leave out the limit itself. */
export const FIELD_OPERATORS = ["is not", "above", "below"] as const;
export type FieldOperator = (typeof FIELD_OPERATORS)[number];

export interface PageRequest {
  readonly sort: "time" | "duration" | "messages" | "type";
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}
