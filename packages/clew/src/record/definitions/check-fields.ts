import { names } from "../../wire/index.js";
import type { Reporter } from "../destinations/index.js";
import type { Field } from "./field-definition.js";

/**
 * Compares the fields of a call with the declared ones and says each difference in the log, where the message stands:
 * a test finds it there. Only for tests, since a validator can take long and a program is not to end for a log call.
 */
export function checkFields(
  where: string,
  fields: readonly Field[],
  given: object | undefined,
  reporter: Reporter,
): void {
  const values = (given ?? {}) as Record<string, unknown>;
  for (const { name, complaint } of fields) {
    const reason = complaint(values[name]);
    if (reason !== undefined) say(name, reason);
  }
  for (const name of Object.keys(values)) {
    if (!fields.some((field) => field.name === name)) say(name, "is not declared, and is not written");
  }

  function say(field: string, reason: string): void {
    reporter.report(names.SERIALIZATION_FAILURE, { message: `the field "${field}" of ${where} ${reason}`, field });
  }
}
