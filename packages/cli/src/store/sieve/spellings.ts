// A text and the line in which it is looked for.

const OWN_KEYS = ["task_uuid", "task_level", "timestamp", "action_type", "action_status", "message_type"];

/**
 * Whether a text may stand where sieves do not look: they know the types, the statuses and the user's fields of a line,
 * and not the keys of the format's own.
 */
export function isAboutOwnKeys(text: string): boolean {
  if (OWN_KEYS.some((key) => text.includes(key))) return true;
  const end = /^([a-z_]*)"\s*:/.exec(text)?.[1];
  const start = /[,{]\s*"([a-z_]*)$/.exec(text)?.[1];
  return OWN_KEYS.some(
    (key) => (end !== undefined && key.endsWith(end)) || (start !== undefined && key.startsWith(start)),
  );
}

/** The condition that a line holds one of the spellings, with places from this number on. */
export function containsOneOf(column: string, texts: readonly string[], firstPlace: number): string {
  return `(${texts.map((_, i) => `contains(lower(${column}), $${firstPlace + i})`).join(" OR ")})`;
}
