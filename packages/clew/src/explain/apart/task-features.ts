// Which features a task has, and when each first came up.

import { fieldNames, names } from "../../wire/index.js";
import { isSpan, type Note, type Span } from "../task/index.js";
import { repeatedAttempts } from "./attempts.js";
import type { FeatureNumbers } from "./feature.js";

export type FeatureSink = (feature: number, time: number, at: Span) => void;

/** Nested fields are followed this deep. */
const DEEPEST_FIELD = 5;
/** Reports of failures and of the logging itself: consequences, never values that set tasks apart. */
const REPORTS: readonly string[] = [names.TRACEBACK, names.DESTINATION_FAILURE, names.SERIALIZATION_FAILURE];

/** Kinds of place, from the earliest in an action's life; of features that say the same the lowest is named. */
const START = 0;
const NOTE = 1;
const NOTE_FIELD = 2;
const SUCCESS = 3;

/** Calls the sink with each feature of a task. What repeated attempts and failed finishes say is left out. */
export function collectFeatures(root: Span, features: FeatureNumbers, sink: FeatureSink): void {
  const open: Span[] = [root];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const { action, path } = span;
    const at = span;
    const collect = (fields: unknown, type: string, kind: number, time: number) =>
      collectFields(fields, type, 1, (field, value) => {
        const feature = features.numberOf(field, value, path.depth * 4 + kind);
        if (feature !== undefined) sink(feature, time, at);
      });
    collect(action.startFields, path.type, START, span.start);
    if (action.status === "succeeded") collect(action.endFields, path.type, SUCCESS, span.end ?? Infinity);
    const repeated = repeatedAttempts(span);
    for (const item of span.items) {
      if (repeated?.has(item)) continue;
      if (isSpan(item)) open.push(item);
      else collectNote(item, at, features, sink, collect);
    }
  }
}

function collectNote(
  note: Note,
  at: Span,
  features: FeatureNumbers,
  sink: FeatureSink,
  collect: (fields: unknown, type: string, kind: number, time: number) => void,
): void {
  const type = note.message.messageType;
  if (type === undefined || type.startsWith("clew:") || REPORTS.includes(type)) return;
  const presence = features.numberOf(type, true, at.path.depth * 4 + NOTE);
  if (presence !== undefined) sink(presence, note.time, at);
  collect(note.message.fields, type, NOTE_FIELD, note.time);
}

export function collectFields(
  value: unknown,
  name: string,
  depth: number,
  sink: (name: string, value: unknown) => void,
): void {
  if (typeof value !== "object" || value === null) {
    if (depth > 1) sink(name, value);
  } else if (Array.isArray(value)) {
    for (const element of value.slice(0, 50)) if (typeof element !== "object") sink(name, element);
  } else if (depth <= DEEPEST_FIELD) {
    for (const [key, inner] of Object.entries(value)) {
      if (!key.startsWith(fieldNames.OWN)) collectFields(inner, `${name}.${key}`, depth + 1, sink);
    }
  }
}
