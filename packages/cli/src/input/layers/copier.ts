// Copies of messages. The engine knows how to copy objects of a few forms at once in each place of a program where one is
// copied, and goes from key to key beyond: so there are several such places, which take turns. One place for all of them makes
// reading pino's lines in Docker's json-file a third dearer, and so would a function that makes functions.

import type { Message } from "clew/parse";
import type { Fields } from "./to-message.js";

/** Copies a message to another place of another task. */
export type Copier = (message: Message, uuid: string, level: readonly number[], time: number) => Fields;

export function copier(): Copier {
  next = (next + 1) % COPIERS.length;
  return COPIERS[next] as Copier;
}

let next = 0;

const COPIERS: readonly Copier[] = [
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
  (message, uuid, level, time) => ({ ...message, task_uuid: uuid, task_level: level, timestamp: time }),
];
