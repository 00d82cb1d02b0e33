/** What a scope says of itself: its action in the log, and what observers are told at its beginning and end. */

import { type ActionRecord, type Context, cancelFields, hub } from "../../record/index.js";
import { fieldNames } from "../../wire/index.js";
import { type Cancelled, contextOf, isEcho, type Region } from "../cancel/index.js";
import { beginAction, isLogged, type Outcome, tell } from "../report/index.js";
import type { Scope } from "../scope.js";
import type { Terms } from "./terms.js";

/** What a scope ended with. */
export type Conclusion =
  | { readonly isError: false; readonly value: unknown }
  | { readonly isError: true; readonly error: unknown };

/** A scope's place in the log: its own action, where it has one, and what is current in its body. */
export interface LogPlace {
  readonly action: ActionRecord | undefined;
  readonly context: Context;
}

/** Starts a scope's action, if it has one, under the action that is current or that of the scope it is forked from. */
export function enterLog(
  scope: Region,
  terms: Terms,
  here: Context | undefined,
  ownerContext: Context | undefined,
): LogPlace {
  const parent = (here?.action ?? ownerContext?.action) as ActionRecord | undefined;
  if (!isLogged(terms.logged, parent !== undefined)) {
    return { action: undefined, context: contextOf(parent, scope, here) };
  }
  const parts = {
    type: terms.name,
    fields: terms.options.fields,
    region: scope,
    extra: { [fieldNames.KIND]: "scope" },
  };
  const action = beginAction(parent, here, parts);
  return { action, context: action };
}

/** Ends a scope's action, and tells observers how it ended. */
export function leaveLog(scope: Region & Scope, action: ActionRecord | undefined, conclusion: Conclusion): void {
  const { cancelled } = scope;
  const extra = cancelled !== undefined && isFromElsewhere(cancelled) ? cancelFields(cancelled) : undefined;
  if (conclusion.isError) action?.fail(conclusion.error, extra);
  else action?.succeed(extra);
  if (hub.hooks.scopeClosed !== undefined) tell("scopeClosed", scope, outcomeOf(scope, conclusion));
}

/** A scope's own deadline, or a failure in it, is what it failed with: it was not cancelled by anything else. */
function isFromElsewhere({ source }: Cancelled): boolean {
  return source !== "deadline" && source !== "sibling";
}

function outcomeOf(scope: Region, conclusion: Conclusion): Outcome {
  if (!conclusion.isError) return { status: "succeeded" };
  const { error } = conclusion;
  return { status: isEcho(error, scope) ? "cancelled" : "failed", error };
}
