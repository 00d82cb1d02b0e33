import { quote } from "../../wire/index.js";
import {
  type ActionDeclaration,
  ActionRecord,
  followsFromFields,
  runBody,
  type StartActionOptions,
  type StartTaskOptions,
} from "../action/index.js";
import type { Action } from "../action.js";
import { currentContext } from "../current/index.js";
import { typeTexts } from "../fields/index.js";
import type { BodyResult } from "../thenable.js";
import type { FieldArguments } from "./define-message.js";
import { type DefinedFields, type FieldDefinitions, toFieldList } from "./field-definition.js";
import { createFieldWriter } from "./field-writer.js";

/** The fields of an action: those that it starts with, and those that it succeeds with. */
export interface ActionFields<Start extends FieldDefinitions, Success extends FieldDefinitions> {
  readonly start?: Start;
  readonly success?: Success;
}

/** An action of which the fields of success are declared. */
export interface DefinedAction<Success extends FieldDefinitions> extends Omit<Action, "addSuccessFields"> {
  /** Adds fields to the finish message, if the action succeeds. The later one of a name wins. */
  addSuccessFields(fields: Partial<DefinedFields<Success>>): void;
}

/** A kind of action with declared fields. */
export interface ActionDefinition<Start extends FieldDefinitions, Success extends FieldDefinitions> {
  readonly type: string;
  /** As `withAction`. */
  with<R>(fields: DefinedFields<Start>, body: (action: DefinedAction<Success>) => R): BodyResult<R>;
  with<R>(
    fields: DefinedFields<Start>,
    options: StartActionOptions | undefined,
    body: (action: DefinedAction<Success>) => R,
  ): BodyResult<R>;
  /** As `withTask`. */
  withTask<R>(fields: DefinedFields<Start>, body: (action: DefinedAction<Success>) => R): BodyResult<R>;
  withTask<R>(
    fields: DefinedFields<Start>,
    options: StartTaskOptions | undefined,
    body: (action: DefinedAction<Success>) => R,
  ): BodyResult<R>;
  /** As `startAction`: the caller ends it. */
  start(...fields: FieldArguments<Start>): DefinedAction<Success>;
}

/**
 * Declares a kind of action: its type, the fields that it starts with, and those that it succeeds with, each as in
 * `defineMessage`. A failure has the fields that every failure has. From Eliot's `ActionType`.
 *
 * @example
 * ```ts
 * import { addDestination, defineAction } from "clew";
 *
 * const upload = defineAction("upload", { start: { file: String }, success: { bytes: Number } });
 *
 * addDestination(({ action_status, file, bytes }) => console.log(action_status, file ?? bytes));
 * upload.with({ file: "a.txt" }, (action) => {
 *   action.addSuccessFields({ bytes: 1024 });
 * });
 * ```
 *
 * ```text output
 * started a.txt
 * succeeded 1024
 * ```
 */
export function defineAction<
  const Start extends FieldDefinitions = Record<never, never>,
  const Success extends FieldDefinitions = Record<never, never>,
>(type: string, fields: ActionFields<Start, Success>): ActionDefinition<Start, Success> {
  const where = `action ${quote(type)}`;
  const declare = (part: string, definitions: FieldDefinitions = {}) =>
    createFieldWriter(part, toFieldList(part, definitions));
  const declaration: ActionDeclaration = {
    type,
    texts: typeTexts(type),
    start: declare(`the start of ${where}`, fields.start),
    success: declare(`the success of ${where}`, fields.success),
  };
  return {
    type,
    with: (given: object, ...rest: unknown[]) => {
      const body = takeBody(where, "with", rest);
      return runBody(begin(declaration, given, rest[0] as StartActionOptions | undefined, false), body) as never;
    },
    withTask: (given: object, ...rest: unknown[]) => {
      const body = takeBody(where, "withTask", rest);
      return runBody(begin(declaration, given, rest[0] as StartTaskOptions | undefined, true), body) as never;
    },
    start: (given?: object) => begin(declaration, given, undefined, false),
  };
}

function begin(
  declaration: ActionDeclaration,
  given: object | undefined,
  options: StartActionOptions | undefined,
  isTask: boolean,
): ActionRecord {
  const context = currentContext();
  const parent = isTask ? undefined : ((options?.parent ?? context?.action) as ActionRecord | undefined);
  const action = new ActionRecord(parent, declaration.type, context, undefined, declaration);
  action.start(given, options?.followsFrom === undefined ? undefined : followsFromFields(options.followsFrom));
  return action;
}

function takeBody(where: string, name: string, rest: unknown[]): (action: Action) => unknown {
  const body = rest.pop();
  if (typeof body === "function") return body as (action: Action) => unknown;
  throw new TypeError(
    `Cannot run ${name}() of ${where}: its last argument must be the function to run, ` +
      `and is ${body === null ? "null" : typeof body}; to end an action by hand use start()`,
  );
}
