// Lines that are alike: written in one form, with the same values but for their time, level and text, and for those that
// become fields as they are. What was found of one of them, and the messages that were made of it, are those of the next
// one, with other values in a few places.

import type { Message } from "clew/parse";
import { type LogRecord, levelOf, momentOf } from "../dialects/index.js";
import type { JsonObject } from "../json-object.js";
import { copyOf } from "./copy-of.js";
import type { LineOfWork, WorkOfAlike } from "./line-of-work.js";
import type { Roles } from "./roles.js";
import type { Place } from "./to-message.js";

export class Alike implements WorkOfAlike {
  readonly #first: LogRecord;
  readonly #roles: Roles;
  /** The keys of fields that have not the same value in all of them. */
  readonly #varying: string[] = [];
  /** How many keys were found to vary, those of parts among them. */
  #found = 0;
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

  /** Reads the next line; `varying` are the keys under which they differ so far. `undefined` where it is not alike. */
  read(value: JsonObject, varying: ReadonlySet<string>): LogRecord | undefined {
    if (varying.size > this.#found && !this.#vary([...varying].slice(this.#found))) return undefined;
    const { time, level } = this.#roles;
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

  /** Whether lines that differ under these keys as well are still alike. */
  #vary(keys: readonly string[]): boolean {
    for (const key of keys) {
      const role = this.#roles.keys.get(key);
      if (role === "decides") return false;
      if (role !== "part") this.#varying.push(key);
      if (role === "work") this.varyingOfWork.push(key);
    }
    this.#found += keys.length;
    return true;
  }

  /** The message that one of them became, as that of another one. */
  again(before: Message, { uuid, level, time }: Place, record: LogRecord): Record<string, unknown> {
    const message: Record<string, unknown> = copyOf(before);
    message.task_uuid = uuid;
    message.task_level = level;
    message.timestamp = time;
    if (record.level !== undefined) message.log_level = record.level;
    if (record.text !== undefined) message.message = record.text;
    const { value } = record.reading;
    for (const key of this.#varying) if (key in message) message[key] = value[key];
    return message;
  }
}
