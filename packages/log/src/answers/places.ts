// Places in a log as the answers name them: in the words of the wire, so that a place can be looked up in the log.

import type { ActionPlace, RecordPlace } from "clew/explain";
import type { TaskLevel } from "clew/parse";

export interface PlaceAnswer {
  readonly task_uuid: string;
  readonly task_level: TaskLevel;
}

export interface ActionPlaceAnswer extends PlaceAnswer {
  readonly action_type: string;
}

/** A place in a log in the words of the wire. */
export function placeJson({ taskUuid, taskLevel }: RecordPlace): PlaceAnswer {
  return { task_uuid: taskUuid, task_level: taskLevel };
}

export function actionPlaceJson({ actionType, ...place }: ActionPlace): ActionPlaceAnswer {
  return { ...placeJson(place), action_type: actionType };
}
