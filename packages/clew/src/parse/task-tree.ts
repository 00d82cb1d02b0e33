// What a log becomes when it is read: one tree for each task. Plain data, so that what renders or explains a tree
// needs nothing of how it was put together.

import type { Message, TaskLevel } from "../wire/index.js";

export type Fields = Readonly<Record<string, unknown>>;

/** A message that was read back: one record that is not an action's start or finish. */
export interface WrittenMessage {
  readonly kind: "message";
  readonly taskUuid: string;
  readonly taskLevel: TaskLevel;
  /** The last number of the level: the place in the action. */
  readonly number: number;
  /** `undefined` where the record has none, which the format allows. */
  readonly messageType: string | undefined;
  /** Seconds since the Unix epoch. */
  readonly timestamp: number;
  /** All fields but the format's own. */
  readonly fields: Fields;
  /** Whether another, different record claims the same place in the same task. Both are kept. */
  readonly conflicting: boolean;
  /** The record as it was read. */
  readonly record: Message;
}

/** An action that was read back, with all that happened in it. */
export interface WrittenAction {
  /** `missing` where neither the start nor the finish was read, only descendants. */
  readonly kind: "action" | "missing";
  readonly taskUuid: string;
  /** The action's own level: `[]` for the root, else that of its start message without the last number. */
  readonly taskLevel: TaskLevel;
  /** The last number of the level: the place in the action above; 0 for the root. Costs nothing, however deep. */
  readonly number: number;
  readonly actionType: string | undefined;
  /** `started` where no finish was read; `unknown` for a missing action. */
  readonly status: "started" | "succeeded" | "failed" | "unknown";
  /** Seconds since the Unix epoch; `undefined` where that message was not read. */
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  /** `clew_duration` where the finish has it, else the difference of the times; `undefined` where that is not known. */
  readonly durationSeconds: number | undefined;
  readonly exception: string | undefined;
  readonly reason: string | undefined;
  readonly startFields: Fields | undefined;
  readonly endFields: Fields | undefined;
  /**
   * Messages and actions, in the order of their levels. The start and finish messages are not among them. Between
   * them, by time, stand the actions that name this one's span as their parent, which keep their own levels; one whose
   * `taskUuid` is not this action's is the root of another task.
   */
  readonly children: readonly WrittenNode[];
  /** The numbers between 1 and the highest seen at which nothing was read, and which were not handed out. */
  readonly gaps: readonly number[];
  /** Of the empty numbers, those that were given away as serialized task ids (`clew_handed_out`). */
  readonly handedOut: readonly number[];
  /** The span that this action is, where its start says so; of a `missing` action the span that others ask for. */
  readonly spanId?: string | undefined;
  /** How many other tasks have their place in this action and are not among the children: beyond 1,000 they are counted. */
  readonly graftsLeftOut?: number;
  /** The start and the finish as they were read. */
  readonly startRecord: Message | undefined;
  readonly endRecord: Message | undefined;
}

export type WrittenNode = WrittenAction | WrittenMessage;

/** A task that was read back: a top-level action with all that it caused, or a message outside of every action. */
export interface TaskTree {
  readonly taskUuid: string;
  readonly root: WrittenNode;
  /** Every action has its start and its finish, and no place between 1 and the highest seen is empty but handed out. */
  readonly isComplete: boolean;
  /** The places of records that must have existed and were not read. */
  readonly missing: readonly TaskLevel[];
  /** The other tasks that were put under actions of this one, wherever in it; they are no trees of their own then. */
  readonly grafts?: readonly TaskTree[];
  /** Set where this is only what came after the task had been given out: the task's root, as it was known then. */
  readonly continues: ContinuedTask | undefined;
}

/** What is remembered of a task that was given out, to name what arrives after it. */
export interface ContinuedTask {
  readonly actionType: string | undefined;
  readonly startTime: number | undefined;
}
