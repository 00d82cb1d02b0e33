import { parseLine } from "clew/parse";

/** The keys of our own messages. */
const OWN = /"task_(?:uuid|level)"/;
/** The beginning of an object as loggers write it. */
const TORN = /^\{\s*"[^"]*"\s*:/;

/** The reason why a line is damaged, and no text: it was a message once, or is not made of signs. */
export function whyBroken(text: string): string | undefined {
  if (hasBinary(text)) return "binary";
  const isOwn = OWN.test(text);
  if (!isOwn && !TORN.test(text)) return undefined;
  const parsed = parseLine(text);
  return parsed.ok || !(isOwn || parsed.reason.startsWith("not JSON")) ? undefined : parsed.reason;
}

/** Whether a text has signs that no text has: control signs but tabs, feeds and the escape that begins colours. */
function hasBinary(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 && !(code >= 9 && code <= 13) && code !== 27) return true;
  }
  return false;
}
