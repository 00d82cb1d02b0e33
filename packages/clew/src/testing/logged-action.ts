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
    return messages
      .filter(({ action_type, action_status }) => action_type === name && action_status === "started")
      .map((start) => toLoggedAction(start, messages));
  },

  /** The action at a level of a task. Throws where its start was not logged. */
  fromMessages(taskUuid: string, taskLevel: TaskLevel, messages: readonly Message[]): LoggedAction {
    const place = `${[...taskLevel, 1]}`;
    const start = messages.find(({ task_uuid, task_level }) => task_uuid === taskUuid && `${task_level}` === place);
    if (start?.action_status === "started") return toLoggedAction(start, messages);
    throw new RangeError(
      `Cannot find the action /${taskLevel.join("/")} of task ${taskUuid}: its start was not logged`,
    );
  },
};

function toLoggedAction(startMessage: Message, messages: readonly Message[]): LoggedAction {
  const { task_uuid } = startMessage;
  const level = startMessage.task_level.slice(0, -1);
  const isInside = ({ task_level }: Message): boolean => level.every((number, i) => task_level[i] === number);
  const inside = messages.filter((message) => message.task_uuid === task_uuid && isInside(message));
  const own = inside.filter(({ task_level }) => task_level.length === level.length + 1);
  const endMessage = own.find((message) => message !== startMessage && message.action_status !== undefined);

  const children = [
    ...own.filter(({ action_status }) => action_status === undefined).map(toLoggedMessage),
    ...inside.filter((message) => isStart(message, level.length + 2)).map((start) => toLoggedAction(start, inside)),
  ].sort((a, b) => numberOf(a, level.length) - numberOf(b, level.length));
  return {
    kind: "action",
    startMessage,
    endMessage,
    children,
    succeeded: endMessage?.action_status === "succeeded",
    descendants: () =>
      children.flatMap((child) => (child.kind === "action" ? [child, ...child.descendants()] : [child])),
    typeTree: () => ({ [startMessage.action_type ?? ""]: children.map(typeOf) }),
  };
}

function isStart({ task_level, action_status }: Message, length: number): boolean {
  return action_status === "started" && task_level.length === length;
}

function numberOf(node: LoggedAction | LoggedMessage, depth: number): number {
  return (node.kind === "action" ? node.startMessage : node.message).task_level[depth] ?? 0;
}

function typeOf(node: LoggedAction | LoggedMessage): string | TypeTree {
  return node.kind === "action" ? node.typeTree() : (node.message.message_type ?? "");
}
