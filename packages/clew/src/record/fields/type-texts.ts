/** What the lines of each type say. A program has few types of messages and actions, and uses them all the time. */

import { describeThrown, fieldNames, quote } from "../../wire/index.js";
import { LineKind } from "./line-kind.js";

/** Beyond this many types they are made anew each time. */
const MAX_TYPES = 10_000;

/** The lines of a type: messages, and an action's start and finish. */
export interface TypeTexts {
  readonly message: LineKind;
  readonly started: LineKind;
  readonly succeeded: LineKind;
  readonly failed: LineKind;
}

const TYPES = new Map<unknown, TypeTexts>();

export function typeTexts(type: unknown): TypeTexts {
  return TYPES.get(type) ?? learnType(type);
}

function learnType(type: unknown): TypeTexts {
  const text = quote(typeof type === "string" ? type : describeThrown(type));
  const action = `,"${fieldNames.ACTION_TYPE}":${text},"${fieldNames.ACTION_STATUS}":`;
  const texts = {
    message: new LineKind(`,"${fieldNames.MESSAGE_TYPE}":${text}`),
    started: new LineKind(`${action}"started"`, "a start"),
    succeeded: new LineKind(`${action}"succeeded"`, "an end"),
    failed: new LineKind(`${action}"failed"`, "an end"),
  };
  if (TYPES.size < MAX_TYPES && typeof type === "string") TYPES.set(type, texts);
  return texts;
}
