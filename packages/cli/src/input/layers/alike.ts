// Lines that are alike: written in one form, with the same values but for their time, level and text, and for those that
// become fields as they are. What was found of one of them, and the messages that were made of it, are those of the next
// one, with other values in a few places.

import type { Message } from "clew/parse";
import { type LogRecord, levelOf, momentOf } from "../dialects/index.js";
import type { JsonObject } from "../json-object.js";
import type { LineOfWork, WorkOfAlike } from "./line-of-work.js";
import type { Roles } from "./roles.js";
import type { Place } from "./to-message.js";

export class Alike implements WorkOfAlike {
  readonly #first: LogRecord;
  readonly #roles: Roles;
  /** The keys of fields that have not the same value in all of them. */
  readonly #varying = new Set<string>();
  readonly varyingOfWork: string[] = [];
  work: LineOfWork | undefined;
  /** What one of them became as a message by itself. */
  message: Message | undefined;
  /** What one of them became as the start of a request. */
  start: Message | undefined;

  /** Lines like the one that was read so. */
  constructor(first: LogRecord, roles: Roles) {
    this.#first = first;
    this.#roles = roles;
  }

  /** Reads the next line, which differs under these keys from the one before; `undefined` where it is not alike. */
  read(value: JsonObject, changed: readonly string[]): LogRecord | undefined {
    const { keys, time, level } = this.#roles;
    for (const key of changed) {
      if (this.#varying.has(key)) continue;
      const role = keys.get(key);
      if (role === "decides") return undefined;
      if (role === "part") continue;
      this.#varying.add(key);
      if (role === "work") this.varyingOfWork.push(key);
    }
    const first = this.#first;
    const record = {
      ...first,
      reading: first.reading.like(value),
      time: time === undefined ? first.time : momentOf(value[time]),
      level: level === undefined ? first.level : levelOf(value[level], first.dialect.levels),
      text: this.#roles.text === undefined ? first.text : (value[this.#roles.text] as string),
    };
    const isRead =
      (time === undefined) === (record.time === undefined) && (level === undefined) === (record.level === undefined);
    return isRead ? record : undefined;
  }

  /** The message that one of them became, as that of another one. */
  again(before: Message, { uuid, level, time }: Place, record: LogRecord): Record<string, unknown> {
    const message: Record<string, unknown> = { ...before, task_uuid: uuid, task_level: level, timestamp: time };
    if (record.level !== undefined) message.log_level = record.level;
    if (record.text !== undefined) message.message = record.text;
    const { value } = record.reading;
    for (const key of this.#varying) if (key in message) message[key] = value[key];
    return message;
  }
}
