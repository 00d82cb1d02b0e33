import { encodeExact, encodeScalar } from "@clew/log";

/** Values deeper than this stand on one line from there on. */
const DEEPEST = 12;

/** A value as indented JSON with each digit; what is nested very deep is not indented any further. */
export function prettyJson(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null) return plainScalar(value);
  if (depth === DEEPEST) return encodeExact(value, plainScalar);
  const isList = Array.isArray(value);
  const members = Object.entries(value).map(([key, member]) => {
    const text = prettyJson(member, depth + 1);
    return isList ? text : `${JSON.stringify(key)}: ${text}`;
  });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (members.length === 0) return `${open}${close}`;
  const line = `${open}${members.join(", ")}${close}`;
  if (line.length <= 60 && !line.includes("\n")) return line;
  const indent = "  ".repeat(depth + 1);
  return `${open}\n${members.map((member) => `${indent}${member}`).join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

/** For people a long integer is its digits, and not how they are sent. */
function plainScalar(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  return typeof value === "number" ? (Object.is(value, -0) ? "-0" : String(value)) : encodeScalar(value);
}
