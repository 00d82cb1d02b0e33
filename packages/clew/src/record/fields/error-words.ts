/** The words of an error: its name and its text, whatever was thrown and whoever's realm made it. */

import { describeThrown, encodeValue, isError } from "../../wire/index.js";
import { hub } from "../hub/index.js";

/** The error's `name` if it says more than "Error", else the name of its class, else the type of what was thrown. */
export function exceptionName(thrown: unknown): string {
  try {
    if (isError(thrown)) {
      if (typeof thrown.name === "string" && thrown.name !== "" && thrown.name !== "Error") return thrown.name;
      return thrown.constructor?.name || "Error";
    }
    if (typeof thrown === "object" && thrown !== null) return thrown.constructor?.name || "Object";
  } catch {
    // A hostile object: its type is all that can be had.
  }
  return thrown === null ? "null" : typeof thrown;
}

/** The error's text; never empty. */
export function reasonOf(thrown: unknown): string {
  if (isError(thrown)) {
    try {
      const { message } = thrown;
      if (typeof message === "string" && message !== "") return message;
    } catch (error) {
      return `[its message cannot be read: ${describeThrown(error)}]`;
    }
    return exceptionName(thrown);
  }
  const text =
    typeof thrown === "object" && thrown !== null
      ? encodeValue(thrown, "", hub.redaction?.replace)
      : describeThrown(thrown);
  return text === "" ? "an empty string was thrown" : text;
}

/** A text in which `redact` has had its way. */
export function clean(text: string): string {
  return hub.redaction === undefined ? text : hub.redaction.text(text);
}
