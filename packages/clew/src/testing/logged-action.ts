import type { Message, TaskLevel } from "../wire/index.js";
import { type LoggedMessage, type TypeOrDefinition, toLoggedMessage, typeName } from "./logged-message.js";

/** An action's type with those of what happened in it: `{ upload: ["progress", { scan: [] }] }`. */
export interface TypeTree {
  readonly [type: string]: readonly (string | TypeTree)[];
}

/** An action that a test finds in its log. */
export interface LoggedAction {
  readonly kind: "action";
  readonly startMessage: Message;
  /** `undefined` while the action has not ended. */
  readonly endMessage: Message | undefined;
  /** Its messages and actions, in their order. */
  readonly children: readonly (LoggedAction | LoggedMessage)[];
  /** Whether it has ended, and well. */
  readonly succeeded: boolean;
  /** What is in it, at any depth, each before what is in that. */
  descendants(): readonly (LoggedAction | LoggedMessage)[];
  typeTree(): TypeTree;
}

/**
 * Finds actions in a log.
 *
 * @example
 * ```ts
 * import { logMessage, withAction } from "clew";
 * import { captureLog, LoggedAction } from "clew/testing";
 *
 * const log = captureLog(() =>
 *   withAction("upload", () => {
 *     logMessage("progress");
 *     withAction("scan", () => {});
 *   }),
 * );
 * const [upload] = LoggedAction.ofType(log.messages, "upload");
 * console.log(upload?.succeeded, JSON.stringify(upload?.typeTree()));
 * ```
 *
 * ```text output
 * true {"upload":["progress",{"scan":[]}]}
 * ```
 */
export const LoggedAction = {
  /** All actions of a type, in the order in which they were started. */
  ofType(messages: readonly Message[], type: TypeOrDefinition): readonly LoggedAction[] {
    const name = typeName(type);
    const places = new Places(messages);
    return messages
      .filter(({ action_type, action_status }) => action_type === name && action_status === "started")
      .map((start) => toLoggedAction(start, places));
  },

  /** The action at a level of a task. Throws where its start was not logged. */
  fromMessages(taskUuid: string, taskLevel: TaskLevel, messages: readonly Message[]): LoggedAction {
    const place = `${[...taskLevel, 1]}`;
    const start = messages.find(({ task_uuid, task_level }) => task_uuid === taskUuid && `${task_level}` === place);
    if (start?.action_status === "started") return toLoggedAction(start, new Places(messages));
    throw new RangeError(
      `Cannot find the action /${taskLevel.join("/")} of task ${taskUuid}: its start was not logged`,
    );
  },
};

/** The messages of a log by where they stand, so that an action need not look through all of them. */
class Places {
  readonly #within = new Map<string, Message[]>();
  readonly #starts = new Map<string, Message[]>();

  constructor(messages: readonly Message[]) {
    for (const message of messages) {
      const { task_uuid, task_level, action_status } = message;
      put(this.#within, placeOf(task_uuid, task_level.slice(0, -1)), message);
      if (action_status === "started") put(this.#starts, placeOf(task_uuid, task_level.slice(0, -2)), message);
    }
  }

  /** What stands in an action itself: its messages, its start and its end. */
  within(taskUuid: string, level: TaskLevel): readonly Message[] {
    return this.#within.get(placeOf(taskUuid, level)) ?? [];
  }

  /** The starts of the actions in an action. */
  startsWithin(taskUuid: string, level: TaskLevel): readonly Message[] {
    const starts = this.#starts.get(placeOf(taskUuid, level)) ?? [];
    return starts.filter(({ task_level }) => task_level.length === level.length + 2);
  }
}

function placeOf(taskUuid: string, level: TaskLevel): string {
  return `${taskUuid} ${level}`;
}

function put(places: Map<string, Message[]>, place: string, message: Message): void {
  const there = places.get(place);
  if (there === undefined) places.set(place, [message]);
  else there.push(message);
}

function toLoggedAction(startMessage: Message, places: Places): LoggedAction {
  const { task_uuid } = startMessage;
  const level = startMessage.task_level.slice(0, -1);
  const own = places.within(task_uuid, level);
  const endMessage = own.find((message) => message !== startMessage && message.action_status !== undefined);
  let children: readonly (LoggedAction | LoggedMessage)[] | undefined;
  const action: LoggedAction = {
    kind: "action",
    startMessage,
    endMessage,
    // Made when they are asked for: of actions within each other each would make all below it.
    get children() {
      children ??= [
        ...own.filter(({ action_status }) => action_status === undefined).map(toLoggedMessage),
        ...places.startsWithin(task_uuid, level).map((start) => toLoggedAction(start, places)),
      ].sort((a, b) => numberOf(a, level.length) - numberOf(b, level.length));
      return children;
    },
    succeeded: endMessage?.action_status === "succeeded",
    descendants: () => descendantsOf(action),
    typeTree: () => ({ [startMessage.action_type ?? ""]: action.children.map(typeOf) }),
  };
  return action;
}

function descendantsOf(action: LoggedAction): readonly (LoggedAction | LoggedMessage)[] {
  const found: (LoggedAction | LoggedMessage)[] = [];
  const open = [...action.children].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    if (next.kind === "action")
      for (let i = next.children.length - 1; i >= 0; i--) open.push(next.children[i] as typeof next);
  }
  return found;
}

function numberOf(node: LoggedAction | LoggedMessage, depth: number): number {
  return (node.kind === "action" ? node.startMessage : node.message).task_level[depth] ?? 0;
}

function typeOf(node: LoggedAction | LoggedMessage): string | TypeTree {
  return node.kind === "action" ? node.typeTree() : (node.message.message_type ?? "");
}
