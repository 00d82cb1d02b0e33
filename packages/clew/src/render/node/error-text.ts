// The text of a failure. An error passes through many actions on its way up; it is told in full where it began and
// at the task's root, and named between them, so that a reader's eye goes to the right place.

import type { WrittenAction } from "../../parse/index.js";
import type { Settings } from "../options.js";
import { cutToColumns, startOf, visible } from "../text/index.js";
import { firstLine } from "./field-text.js";
import { findPlace } from "./traceback-place.js";

const KIND_COLUMNS = 80;

/** An error on one line. */
export function errorText(exception: string | undefined, reason: string | undefined, settings: Settings): string {
  const said = reason === undefined || reason.trim() === "" ? undefined : firstLine(reason, settings);
  if (exception === undefined) return said ?? "failed, without a reason";
  const kind = cutToColumns(
    visible(startOf(exception, KIND_COLUMNS)),
    KIND_COLUMNS,
    settings.measure,
    settings.glyphs.cut,
  );
  return said === undefined ? kind : `${kind}: ${said}`;
}

/** The error of a failed action at a depth; only its kind where a child below tells the same. */
export function failureText(action: WrittenAction, depth: number, settings: Settings): string {
  const { exception, reason } = action;
  const cameFromBelow = depth > 0 && depth < settings.depth && exception !== undefined && isToldBelow(action, settings);
  return errorText(exception, cameFromBelow ? undefined : reason, settings);
}

function isToldBelow(action: WrittenAction, { shows }: Settings): boolean {
  const { exception, reason, children } = action;
  return children.some(
    (child) =>
      child.kind !== "message" &&
      child.status === "failed" &&
      child.exception === exception &&
      child.reason === reason &&
      shows(child),
  );
}

/** The line of a traceback at which the error was thrown, unless the whole is to be shown, or none of it. */
export function placeText(traceback: unknown, settings: Settings): string | undefined {
  const { hiddenFields, fieldLimit } = settings;
  if (typeof traceback !== "string" || hiddenFields.has("traceback") || fieldLimit === 0) return undefined;
  const found = findPlace(traceback);
  return found === undefined ? undefined : firstLine(found, settings);
}
