// Where an action ran, by the fields that programs conventionally say it with. A field holds for what lies below, until
// an action says another value.

import type { WrittenAction } from "../../parse/index.js";

/** Fields that by convention name a place: a service, a machine, a process. */
const PLACE_FIELDS: readonly string[] = ["service", "host", "pid"];

/** The values of an action's place and of the field by which evidence is summed. */
export interface Place {
  /** The value of the field that was asked for; `undefined` where neither it nor anything above says one. */
  readonly by: string | undefined;
  /** In the order of the conventional fields. */
  readonly where: readonly (string | undefined)[];
}

/** The place of an action in an action of that place. */
export function placeIn({ startRecord }: WrittenAction, above: Place | undefined, byField?: string): Place {
  const by = (byField && textOf(startRecord?.[byField])) ?? above?.by;
  const own = PLACE_FIELDS.map((field) => textOf(startRecord?.[field]));
  if (
    above !== undefined &&
    by === above.by &&
    own.every((value, i) => value === undefined || value === above.where[i])
  )
    return above;
  // Another service is another machine and process, unless it says which.
  const moved = own[0] !== undefined && above !== undefined && own[0] !== above.where[0];
  return { by, where: own.map((value, i) => value ?? (moved ? undefined : above?.where[i])) };
}

/** Whether two places are known to differ. */
export function isElsewhere(a: Place, b: Place): boolean {
  return a.where.some((value, i) => value !== undefined && b.where[i] !== undefined && value !== b.where[i]);
}

/** What names the clock of a place: its machine, else its service, else its process; `undefined` where none is known. */
export function clockOf({ where: [service, host, pid] }: Place): string | undefined {
  return host ?? service ?? pid;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
