import type { Message } from "../wire/index.js";

/** A type of message or action: its name, or the definition of it. */
export type TypeOrDefinition = string | { readonly type: string };

/** A message that a test finds in its log. */
export interface LoggedMessage {
  readonly kind: "message";
  readonly message: Message;
}

/**
 * Finds messages in a log.
 *
 * @example
 * ```ts
 * import { logMessage } from "clew";
 * import { captureLog, LoggedMessage } from "clew/testing";
 *
 * const log = captureLog(() => logMessage("cache-miss", { key: "user:17" }));
 * const [first] = LoggedMessage.ofType(log.messages, "cache-miss");
 * console.log(first?.message.key);
 * ```
 */
export const LoggedMessage = {
  /** All messages of a type, in the order in which they were logged. */
  ofType(messages: readonly Message[], type: TypeOrDefinition): readonly LoggedMessage[] {
    const name = typeName(type);
    return messages.filter(({ message_type }) => message_type === name).map(toLoggedMessage);
  },
};

export function typeName(type: TypeOrDefinition): string {
  return typeof type === "string" ? type : type.type;
}

export function toLoggedMessage(message: Message): LoggedMessage {
  return { kind: "message", message };
}
