import { fieldNames, type Message, type TaskLevel } from "../wire/index.js";
import { type Held, isSame, recordOf } from "./held.js";
import type { Fields, WrittenMessage } from "./task-tree.js";

/** A record in its tree. Everything but the place is looked up in the record when it is asked for. */
export class MessageNode implements WrittenMessage {
  #held: Held;
  readonly number: number;
  readonly conflicting: boolean;

  constructor(held: Held, number: number, conflicting: boolean) {
    this.#held = held;
    this.number = number;
    this.conflicting = conflicting;
  }

  /** Whether another record is this one. */
  holds(held: Held): boolean {
    return isSame(this.#held, held);
  }

  get record(): Message {
    const record = recordOf(this.#held);
    this.#held = record;
    return record;
  }

  get kind(): "message" {
    return "message";
  }

  get taskUuid(): string {
    return this.record.task_uuid;
  }

  get taskLevel(): TaskLevel {
    return this.record.task_level;
  }

  get messageType(): string | undefined {
    return textOf(this.record.message_type);
  }

  get timestamp(): number {
    return this.record.timestamp;
  }

  get fields(): Fields {
    return fieldsWithout(this.record, MESSAGE_KEYS);
  }
}

const MESSAGE_KEYS: ReadonlySet<string> = new Set([
  fieldNames.TASK_UUID,
  fieldNames.TASK_LEVEL,
  fieldNames.TIMESTAMP,
  fieldNames.MESSAGE_TYPE,
  fieldNames.SOURCE,
]);
export const ACTION_KEYS: ReadonlySet<string> = new Set([
  fieldNames.TASK_UUID,
  fieldNames.TASK_LEVEL,
  fieldNames.TIMESTAMP,
  fieldNames.ACTION_TYPE,
  fieldNames.ACTION_STATUS,
  fieldNames.SOURCE,
]);

/** What the program logged: the record without the keys that the tree tells already. */
export function fieldsWithout(record: Message, keys: ReadonlySet<string>): Fields {
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(record)) {
    if (keys.has(key)) continue;
    if (key === "__proto__") {
      Object.defineProperty(fields, key, {
        value: record[key],
        writable: true,
        enumerable: true,
        configurable: true,
      });
    } else fields[key] = record[key];
  }
  return fields;
}

/** A field that should be a text, whatever a stranger's program put there. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? undefined : String(typeof value === "object" ? "[object]" : value);
}
