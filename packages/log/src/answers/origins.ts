import type { PlaceAnswer } from "./places.js";

/** The place where the failure of a task began, and a text that is one for all failures of its kind. */
export interface TaskOrigin {
  readonly place: PlaceAnswer;
  readonly kind: string;
}

/** The origins of the failed tasks of a log, by their uuids. */
export type Origins = ReadonlyMap<string, TaskOrigin>;

/** The tasks whose failure began as that of one: itself among them, and none where it did not fail. */
export function alikeIn(origins: Origins, taskUuid: string): readonly string[] {
  const kind = origins.get(taskUuid)?.kind;
  return kind === undefined ? [] : [...origins].flatMap(([uuid, origin]) => (origin.kind === kind ? [uuid] : []));
}
