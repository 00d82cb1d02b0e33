// Which features a task has, and when each first came up.

import { fieldNames, names } from "../../wire/index.js";
import { isSpan, type Note, type Span } from "../task/index.js";
import { repeatedAttempts } from "./attempts.js";
import type { FeatureNumbers } from "./feature.js";

/** Takes a feature, when it came up, in which action, and the message that it is of, where it is of one. */
export type FeatureSink = (feature: number, time: number, at: Span, note: Note | undefined) => void;

/** Nested fields are followed this deep. */
const DEEPEST_FIELD = 5;
/** Reports of failures and of the logging itself: consequences, never values that set tasks apart. */
const REPORTS: readonly string[] = [names.TRACEBACK, names.DESTINATION_FAILURE, names.SERIALIZATION_FAILURE];

/** Kinds of place, from the earliest in an action's life; of features that say the same the lowest is named. */
const START = 0;
const NOTE = 1;
const NOTE_FIELD = 2;
const SUCCESS = 3;

/** More that may be asked of a task. */
export interface CollectOptions {
  /** Called with each number, and the number of its field. */
  readonly numbers?: (field: number, value: number, time: number, at: Span, note: Note | undefined) => void;
  /** Whether an action is left out, with all below it. */
  readonly without?: (span: Span) => boolean;
  /** Also that an action failed, as `TYPE.action_status`: where that is not what is asked about. */
  readonly failures?: boolean;
}

/** Calls the sink with each feature of a task. What repeated attempts and failed finishes say is left out. */
export function collectFeatures(
  root: Span,
  features: FeatureNumbers,
  sink: FeatureSink,
  { numbers, without, failures = false }: CollectOptions = {},
): void {
  const open: Span[] = [root];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const { action, path } = span;
    const at = span;
    const collect: Collect = (fields, type, kind, time, note) =>
      collectFields(fields, type, 1, (field, value) => {
        const rank = path.depth * 4 + kind;
        const feature = features.numberOf(field, value, rank, type);
        if (feature !== undefined) sink(feature, time, at, note);
        if (numbers === undefined || typeof value !== "number" || !Number.isFinite(value)) return;
        const number = features.fieldOf(field, rank);
        if (number !== undefined) numbers(number, value, time, at, note);
      });
    collect(action.startFields, path.type, START, span.start);
    const end = span.end ?? Infinity;
    if (action.status === "succeeded") collect(action.endFields, path.type, SUCCESS, end);
    else if (failures && action.status === "failed") {
      const feature = features.numberOf(`${path.type}.action_status`, "failed", path.depth * 4 + SUCCESS, "");
      if (feature !== undefined) sink(feature, end, at, undefined);
    }
    const repeated = repeatedAttempts(span);
    for (const item of span.items) {
      if (repeated?.has(item) || (isSpan(item) && without?.(item) === true)) continue;
      if (isSpan(item)) open.push(item);
      else collectNote(item, at, features, sink, collect);
    }
  }
}

type Collect = (fields: unknown, type: string, kind: number, time: number, note?: Note) => void;

function collectNote(note: Note, at: Span, features: FeatureNumbers, sink: FeatureSink, collect: Collect): void {
  const type = note.message.messageType;
  if (type === undefined || type.startsWith("clew:") || REPORTS.includes(type)) return;
  const presence = features.numberOf(type, true, at.path.depth * 4 + NOTE, "");
  if (presence !== undefined) sink(presence, note.time, at, note);
  collect(note.message.fields, type, NOTE_FIELD, note.time, note);
}

/** Calls back for each single value in a field, by its dotted name. */
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
