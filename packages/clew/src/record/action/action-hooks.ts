/** What observers can be told of actions and messages. A hook that nobody implements costs nothing. */

import { fieldNames } from "../../wire/index.js";
import type { Action } from "../action.js";
import { hub } from "../hub/index.js";

/** An action's start, as an observer sees it. */
export interface ActionStart {
  /** The fields that the program gave, as they are. */
  readonly fields: object | undefined;
  /** The action that this one is an item of; of a task's root, and of what was continued from elsewhere, none. */
  readonly parent: Action | undefined;
  /** The task ids of what caused it otherwise. */
  readonly followsFrom: readonly string[];
}

/** An action's end, as an observer sees it. */
export interface ActionEnd {
  readonly status: "succeeded" | "failed";
  /** Of a failure, what was thrown. */
  readonly error?: unknown;
  /** The fields of its finish that the program gave, as they are. */
  readonly fields: object | undefined;
  readonly durationSeconds: number;
  /** The time at which it ended, in milliseconds since the epoch, where `finish` was given one. */
  readonly endedAtMs?: number;
}

/** What observers can be told of actions and messages. */
export interface ActionHooks {
  /**
   * Called before the start is written. Gives fields that stand on the start besides the program's own; their names
   * begin with `clew_`.
   */
  actionStarting(action: Action, start: ActionStart): object | undefined;
  /** Called when the start has been written. */
  actionStarted(action: Action, start: ActionStart): void;
  /** Called when the finish has been written. */
  actionFinished(action: Action, end: ActionEnd): void;
  /** Called when a message was logged, by its action; by none where it is a task of its own. */
  messageLogged(action: Action | undefined, type: string, fields: object | undefined): void;
}

/** The functions to call at a point of the run; nearly always none. */
export function actionHooks<K extends keyof ActionHooks>(name: K): readonly ActionHooks[K][] | undefined {
  return hub.hooks[name] as readonly ActionHooks[K][] | undefined;
}

/** The start as observers see it; `undefined` where nobody asks. */
export function startForHooks(
  parent: Action | undefined,
  fields: object | undefined,
  extra: object | undefined,
): ActionStart | undefined {
  if (hub.hooks.actionStarted === undefined && hub.hooks.actionStarting === undefined) return undefined;
  const causes = (extra as Record<string, unknown> | undefined)?.[fieldNames.FOLLOWS_FROM];
  return { parent, fields, followsFrom: Array.isArray(causes) ? causes : [] };
}

/** Asks those who want to know before the start is written; gives all fields of clew's own that are to stand there. */
export function askStarting(action: Action, start: ActionStart, extra: object | undefined): object | undefined {
  let all = extra;
  for (const hook of actionHooks("actionStarting") ?? []) {
    const given = hook(action, start);
    if (given !== undefined) all = { ...all, ...given };
  }
  return all;
}

/** Tells of a message. */
export function tellLogged(action: Action | undefined, type: string, fields: object | undefined): void {
  for (const hook of actionHooks("messageLogged") ?? []) hook(action, type, fields);
}
