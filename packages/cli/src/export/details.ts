// What a tool shows of an action or a message once it is chosen there: where it stands in the log, and its fields.

import { encodeExact } from "@clew/log";
import type { Fields, WrittenMessage } from "clew/parse";
import { failureText, outcome } from "./labels.js";
import type { Span } from "./timeline.js";

export type Details = Readonly<Record<string, unknown>>;

/** Deeper places are left out, or a deep task's text would grow with the square of its depth. */
const DEEPEST_LEVEL = 1_000;

export function actionDetails({ action, depth }: Span): Details {
  const failure = failureText(action, 4_000);
  return {
    task_uuid: action.taskUuid,
    ...(depth <= DEEPEST_LEVEL && { task_level: levelText(action) }),
    status: outcome(action),
    ...(action.durationSeconds !== undefined && { duration: action.durationSeconds }),
    ...(failure !== "" && { failure }),
    ...grouped("start", action.startFields),
    ...grouped("end", action.endFields),
  };
}

export function messageDetails(message: WrittenMessage): Details {
  const isDeep = message.taskLevel.length > DEEPEST_LEVEL;
  return {
    task_uuid: message.taskUuid,
    ...(!isDeep && { task_level: levelText(message) }),
    ...grouped("fields", message.fields),
  };
}

function levelText({ taskLevel }: { readonly taskLevel: readonly number[] }): string {
  return `/${taskLevel.join("/")}`;
}

function grouped(name: string, fields: Fields | undefined): Details {
  const entries = Object.entries(fields ?? {});
  if (entries.length === 0) return {};
  return { [name]: Object.fromEntries(entries.map(([key, value]) => [key, shallow(value)])) };
}

/** Viewers recurse; what is nested deeper than this is given as JSON text. */
const DEEPEST_VALUE = 16;

function shallow(value: unknown): unknown {
  return isDeep(value) ? encodeExact(value) : value;
}

function isDeep(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  let level: unknown[] = [value];
  for (let depth = 0; depth <= DEEPEST_VALUE; depth++) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}
