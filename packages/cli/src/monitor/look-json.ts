import type { MonitorGreeting, MonitorLook } from "clew/observe";
import { warningsOf } from "./warnings.js";

/** A look as one JSON object on a line. */
export function lookJson({ pid, program, runtime, startedAt }: MonitorGreeting, look: MonitorLook): string {
  return JSON.stringify({ pid, program, runtime, startedAt, ...look, warnings: warningsOf(look) });
}
