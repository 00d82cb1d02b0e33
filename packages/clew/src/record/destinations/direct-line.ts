/**
 * Where lines are made as bytes, in the memory of the destination that writes them: where it is the only one, takes every
 * message, and nothing else is to see one. Everywhere else lines are texts, which `emit` gives to each destination.
 */

import { isOwnBytes, type LineBytes } from "../bytes/index.js";
import type { Outlet } from "../destination.js";
import { hub } from "../hub/index.js";
import { emit, listOutlets, type Reporter, reportFailure } from "./emit.js";

/** The destinations for which it was made out, and the one of them, if so. */
let outlets: readonly Outlet[] = [];
let only: Outlet | undefined;
let bytes: LineBytes | undefined;

/** The memory to begin a line in; `undefined` where the line is to be a text. */
export function directLine(): LineBytes | undefined {
  if (hub.outletList !== outlets) choose();
  if (bytes === undefined || bytes.isOpen || hub.depth > 0 || hub.tests > 0) return undefined;
  return bytes;
}

/** Ends a line that was begun there. What its fields did meanwhile may have made it one for `emit`. */
export function endDirectLine(line: LineBytes, reporter: Reporter): void {
  if (line !== bytes || hub.outletList !== outlets || hub.tests > 0) {
    emit(line.take(), reporter);
    return;
  }
  const outlet = only as Outlet;
  outlet.logged++;
  hub.depth++;
  try {
    line.close();
  } catch (error) {
    // The line stands in the memory, and will be written: only what was done with it failed.
    reportFailure({ outlet, error, of: "destination" }, "", reporter);
  }
  hub.depth--;
}

function choose(): void {
  outlets = listOutlets();
  const [first, second] = outlets;
  const isOnly = first !== undefined && second === undefined && hub.early === undefined;
  const takesAll = first?.filter === undefined && first?.sampler === undefined;
  only = isOnly && takesAll ? first : undefined;
  bytes = isOwnBytes(only?.bytes) && "tick" in hub.clock ? (only?.bytes as LineBytes) : undefined;
}
