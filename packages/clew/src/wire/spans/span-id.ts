// How tasks and actions are called in the traces of the rest of the world, and where a span of such a trace stands in
// a log. All of it is computed from the ids alone, so that writers and readers agree without a word.

import { sha256Hex, sha256Words } from "./sha-256.js";

/**
 * The id, as a span of W3C Trace Context, of the action that has this task id.
 *
 * @example
 * ```ts
 * import { spanIdOf } from "clew/parse";
 *
 * console.log(spanIdOf("0af76519-16cd-43dd-8448-eb211c80319c@/2").length); // 16
 * ```
 */
export function spanIdOf(taskId: string): string {
  return sha256Hex(taskId).slice(0, 16);
}

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

/**
 * The id of a task as a trace: the 128 bits of its UUID; of a text that is no UUID, the first 128 bits of its hash.
 *
 * @example
 * ```ts
 * import { traceIdOf } from "clew/parse";
 *
 * console.log(traceIdOf("0af76519-16cd-43dd-8448-eb211c80319c")); // 0af7651916cd43dd8448eb211c80319c
 * ```
 */
export function traceIdOf(taskUuid: string): string {
  const bits = taskUuid.replaceAll("-", "").toLowerCase();
  return TRACE_ID.test(bits) ? bits : sha256Hex(taskUuid).slice(0, 32);
}

/**
 * The `task_uuid` of a trace: its id, of 32 hexadecimal digits, written as a UUID is.
 *
 * @example
 * ```ts
 * import { uuidOfTrace } from "clew/parse";
 *
 * console.log(uuidOfTrace("0af7651916cd43dd8448eb211c80319c")); // 0af76519-16cd-43dd-8448-eb211c80319c
 * ```
 */
export function uuidOfTrace(traceId: string): string {
  if (traceId !== lastTrace) {
    lastUuid = uuidFrom(traceId);
    lastTrace = traceId;
  }
  return lastUuid;
}

/** Spans of one trace mostly come together. */
let lastTrace = "";
let lastUuid = "----";

function uuidFrom(traceId: string): string {
  return `${traceId.slice(0, 8)}-${traceId.slice(8, 12)}-${traceId.slice(12, 16)}-${traceId.slice(16, 20)}-${traceId.slice(20)}`;
}

/** From here on numbers of a level are places of spans: programs count from 1 and never come here. */
export const FIRST_SPAN_PLACE = 2 ** 52;

/**
 * The number at which a span's action stands in its task, which depends on the span's id alone.
 *
 * @example
 * ```ts
 * import { placeOfSpan } from "clew/parse";
 *
 * console.log(placeOfSpan("b7ad6b7169203331") >= 2 ** 52); // true
 * ```
 */
export function placeOfSpan(spanId: string): number {
  const words = sha256Words(spanId);
  return FIRST_SPAN_PLACE + (words[0] as number) * 2 ** 20 + ((words[1] as number) >>> 12);
}
