// The order in which a message's fields are written, and their labels: worked out once for messages that have the same keys.

import { fieldNames, type Message } from "../../wire/index.js";
import { formatKey } from "../text/index.js";

/** A field of a message: its key, and that as it is written. */
export interface Label {
  readonly key: string;
  readonly text: string;
}

interface Known {
  readonly keys: readonly string[];
  readonly labels: readonly Label[];
}

const FIRST = [fieldNames.ACTION_TYPE, fieldNames.MESSAGE_TYPE, fieldNames.ACTION_STATUS];
const NOT_LISTED: ReadonlySet<string> = new Set([
  ...FIRST,
  fieldNames.TASK_UUID,
  fieldNames.TASK_LEVEL,
  fieldNames.TIMESTAMP,
  fieldNames.SOURCE,
]);

/** Programs log some hundred kinds of messages; strangers may log as many as lines, with as many keys as they like. */
const MOST_KNOWN = 512;
const MOST_KEYS = 64;

/** By what most kinds of messages differ in; of several that share it the last one counts. */
const known = new Map<unknown, Known>();

/** The fields of a message but its place and time: types and status first, the others by name. */
export function labelsOf(message: Message): readonly Label[] {
  const keys = Object.keys(message);
  const kind = message.message_type ?? message.action_status;
  const same = known.get(kind);
  if (same !== undefined && areSame(same.keys, keys)) return same.labels;
  const others = keys.filter((key) => !NOT_LISTED.has(key)).sort();
  const labels = [...FIRST.filter((key) => Object.hasOwn(message, key)), ...others].map((key) => ({
    key,
    text: formatKey(key),
  }));
  if (keys.length > MOST_KEYS) return labels;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(kind, { keys, labels });
  return labels;
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
