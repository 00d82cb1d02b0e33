import { hub } from "../hub/index.js";
import { adopted, type BodyResult } from "../thenable.js";
import { currentContext, runInContext } from "./current-context.js";

/**
 * Runs `body` and adds the fields to every message logged in it, however deep. A message's own field stands before
 * one of the same name from here, an inner `withFields` before an outer one, and this before the global fields.
 *
 * @example
 * ```ts
 * import { logMessage, withFields } from "clew";
 *
 * withFields({ request: "r-17" }, () => {
 *   logMessage("parsed");
 *   logMessage("stored");
 * });
 * ```
 */
export function withFields<R>(fields: object, body: () => R): BodyResult<R> {
  const here = currentContext();
  hub.hasAddedFields = true;
  return runInContext(
    {
      action: here?.action,
      region: here?.region,
      fields: { own: fields, outer: here?.fields },
      neighbour: here?.neighbour,
      stretch: undefined,
    },
    () => adopted(body()),
  ) as BodyResult<R>;
}
