import type { MonitorGreeting, MonitorLook } from "clew/observe";
import { warningsOf } from "./warnings.js";

/** A look, with what is worth a warning. */
export function lookAnswer({ pid, program, runtime, startedAt }: MonitorGreeting, look: MonitorLook): object {
  return { pid, program, runtime, startedAt, ...look, warnings: warningsOf(look) };
}

/** The same as one JSON object on a line. */
export function lookJson(greeting: MonitorGreeting, look: MonitorLook): string {
  return JSON.stringify(lookAnswer(greeting, look));
}
