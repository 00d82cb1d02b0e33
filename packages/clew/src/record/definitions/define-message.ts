import { quote } from "../../wire/index.js";
import { type ActionRecord, tellLogged } from "../action/index.js";
import { currentContext } from "../current/index.js";
import { logAlone, outside } from "../destinations/index.js";
import { typeTexts } from "../fields/index.js";
import { hub } from "../hub/index.js";
import { type DefinedFields, type FieldDefinitions, toFieldList } from "./field-definition.js";
import { createFieldWriter } from "./field-writer.js";

/** The arguments of a call that gives declared fields: none are needed where each may be left out. */
export type FieldArguments<D extends FieldDefinitions> =
  Record<never, never> extends DefinedFields<D> ? [fields?: DefinedFields<D>] : [fields: DefinedFields<D>];

/** A kind of message with declared fields. */
export interface MessageDefinition<D extends FieldDefinitions> {
  readonly type: string;
  /** Logs a message of this kind in the current action, or as a task of its own. Never throws. */
  log(...fields: FieldArguments<D>): void;
}

/**
 * Declares a kind of message: its type, and its fields, each as a Standard Schema validator (zod, valibot, ArkType),
 * as `String`, `Number` or `Boolean`, or as a function that gives what is to be written. The types hold at the call.
 * At run time only declared fields are written, by code made for them; values are checked in tests, where
 * `clew/testing` is in use, and every difference fails the test. From Eliot's `MessageType`.
 *
 * @example
 * ```ts
 * import { addDestination, defineMessage } from "clew";
 *
 * const cacheMiss = defineMessage("cache-miss", {
 *   key: String,
 *   size: Number,
 *   since: (date: Date) => date.getUTCFullYear(),
 * });
 *
 * addDestination(({ key, size, since }) => console.log(key, size, since));
 * cacheMiss.log({ key: "user:17", size: 120, since: new Date("2026-01-01") });
 * ```
 *
 * ```text output
 * user:17 120 2026
 * ```
 */
export function defineMessage<const D extends FieldDefinitions>(type: string, fields: D): MessageDefinition<D> {
  const where = `message ${quote(type)}`;
  const writer = createFieldWriter(where, toFieldList(where, fields));
  const kind = typeTexts(type).message;
  return {
    type,
    log(given?: object) {
      const context = currentContext();
      const action = context?.action as ActionRecord | undefined;
      if (!hub.isListening) {
        if (action !== undefined) action.next++;
        return;
      }
      if (action === undefined) logAlone(kind.text + writer.encode(given, context?.fields));
      else action.logDeclared(kind, writer, given, context?.fields);
      if (hub.hooks.messageLogged !== undefined) tellLogged(action, type, given);
      if (hub.validates) writer.check(given, action ?? outside);
    },
  };
}
