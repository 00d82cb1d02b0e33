import { isRegExp, type Message, quote } from "../wire/index.js";
import { LoggedAction } from "./logged-action.js";
import { LoggedMessage, type TypeOrDefinition, typeName } from "./logged-message.js";
import { matches } from "./matches.js";
import { NotLoggedError } from "./test-errors.js";

/** A log, or the messages of one. */
export type Log = { readonly messages: readonly Message[] } | readonly Message[];

/** What a test expects of an action. */
export interface ExpectedAction {
  readonly succeeded?: boolean;
  /** Fields that its start has at least. */
  readonly start?: object;
  /** Fields that its end has at least. */
  readonly end?: object;
}

/**
 * Throws where no message of the type with at least these fields was logged, and shows what was; gives the first one
 * otherwise. A field may be a pattern or one of the runner's matchers, such as `expect.any(Number)`.
 *
 * @example
 * ```ts
 * import { logMessage } from "clew";
 * import { assertLogged, captureLog } from "clew/testing";
 *
 * const log = captureLog(() => logMessage("cache-miss", { key: "user:17", size: 12 }));
 * assertLogged(log, "cache-miss", { key: /^user/ });
 * ```
 */
export function assertLogged(log: Log, type: TypeOrDefinition, fields: object = {}): LoggedMessage {
  const messages = messagesOf(log);
  const ofType = LoggedMessage.ofType(messages, type);
  const found = ofType.find(({ message }) => matches(message, fields));
  if (found !== undefined) return found;
  throw new NotLoggedError("the message", typeName(type), ofType.length, shown(fields), messages);
}

/**
 * Throws where no action of the type was logged that is as expected, and shows what was; gives the first one
 * otherwise.
 *
 * @example
 * ```ts
 * import { withAction } from "clew";
 * import { assertLoggedAction, captureLog } from "clew/testing";
 *
 * const log = captureLog(() => withAction("upload", { file: "a.txt" }, () => {}));
 * assertLoggedAction(log, "upload", { succeeded: true, start: { file: "a.txt" } });
 * ```
 */
export function assertLoggedAction(log: Log, type: TypeOrDefinition, expected: ExpectedAction = {}): LoggedAction {
  refuseUnknown(expected);
  const messages = messagesOf(log);
  const ofType = LoggedAction.ofType(messages, type);
  const found = ofType.find((action) => isAsExpected(action, expected));
  if (found !== undefined) return found;
  throw new NotLoggedError("the action", typeName(type), ofType.length, shown(expected), messages);
}

/** What nothing is compared with would be a test that always passes. */
function refuseUnknown({ succeeded: _, start: _start, end: _end, ...others }: ExpectedAction): void {
  const [key] = Object.keys(others);
  if (key === undefined) return;
  throw new TypeError(
    `Cannot look for an action with ${quote(key)}: give succeeded, and the fields of its start and its end as start and end`,
  );
}

export function messagesOf(log: Log): readonly Message[] {
  return "messages" in log ? log.messages : log;
}

function isAsExpected(action: LoggedAction, { succeeded, start = {}, end }: ExpectedAction): boolean {
  if (succeeded !== undefined && (action.endMessage === undefined || action.succeeded !== succeeded)) return false;
  return matches(action.startMessage, start) && (end === undefined || matches(action.endMessage, end));
}

function shown(expected: object): string {
  const parts = Object.entries(expected).map(([key, value]) => `${quote(key)}: ${textOf(value)}`);
  return `{ ${parts.join(", ")} }`;
}

function textOf(value: unknown): string {
  return typeof value === "object" && value !== null && !isRegExp(value)
    ? (JSON.stringify(value) ?? String(value))
    : typeof value === "string"
      ? quote(value)
      : String(value);
}
