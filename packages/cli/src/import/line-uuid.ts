import { createHash } from "node:crypto";

/** A uuid that is made of a line and its number: imported again, a log gives the same tasks again. */
export function lineUuid(text: string, line: number): string {
  const hex = createHash("sha256").update(`${line}\n${text}`).digest("hex");
  // Version 8: made in a way of one's own (RFC 9562).
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
