// A message from what another logger wrote. Its names are not ours: one that the format reserves, or that is taken
// already, is written with `field_` before it.

import type { Message } from "clew/parse";

const RESERVED = new Set(["task_uuid", "task_level", "timestamp", "action_type", "action_status", "message_type"]);

/** The message with the fields added to it; an undefined one is none. */
export function withFields(message: Message, fields: ReadonlyMap<string, unknown>): Message {
  const entries = Object.entries(message).filter(([, value]) => value !== undefined);
  const taken = new Set(entries.map(([name]) => name));
  for (const [key, value] of fields) {
    let name = key;
    while (taken.has(name) || RESERVED.has(name) || name.startsWith("clew_")) name = `field_${name}`;
    taken.add(name);
    entries.push([name, value]);
  }
  return Object.fromEntries(entries) as Message;
}
