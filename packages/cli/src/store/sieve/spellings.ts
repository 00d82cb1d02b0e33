// A text and the line in which it is looked for.

/** The ways in which a text may stand in a line of JSON, in small letters: as it is, and escaped as writers escape it. */
export function spellings(text: string): string[] {
  const small = text.toLowerCase();
  const escaped = JSON.stringify(small).slice(1, -1);
  const ascii = escaped.replace(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return [...new Set([small, escaped, ascii])];
}

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
