// The actions that have begun and not ended, with the messages in them: a span is sent when its action has ended.

import { fieldNames, type Message, roleOf } from "../wire/index.js";
import { type OtlpSpan, toOtlpLogRecord, toOtlpSpan } from "./otlp-span.js";

interface OpenAction {
  readonly start: Message;
  readonly rootStart: Message | undefined;
  readonly messages: Message[];
  lastTime: number;
}

/** What a message completed, and of how many lines it was made. */
export interface Completed {
  readonly kind: "span" | "log";
  readonly item: OtlpSpan;
  readonly lines: number;
}

export class OpenActions {
  readonly #open = new Map<string, OpenAction>();
  readonly #rootStarts = new Map<string, Message>();
  readonly #most: number;

  /** `most`: so many may be open; of more, those that began first are given up as they are. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a message; gives what it completes. */
  add(message: Message): Completed | undefined {
    const { task_uuid: taskUuid, task_level: level, action_status, action_type } = message;
    const role = roleOf(action_status, action_type, level.at(-1));
    const above = level.slice(0, -1);
    const key = keyOf(taskUuid, above);
    if (role === "start") {
      if (above.length === 0 && message[fieldNames.TRACE_ID] !== undefined) this.#rootStarts.set(taskUuid, message);
      const rootStart = this.#rootStarts.get(taskUuid);
      this.#open.set(key, { start: message, rootStart, messages: [], lastTime: message.timestamp });
      return this.#open.size > this.#most ? this.#first() : undefined;
    }
    const open = this.#open.get(key);
    if (role === "end") {
      this.#open.delete(key);
      if (above.length === 0) this.#rootStarts.delete(taskUuid);
      const { start, rootStart, messages = [] } = open ?? {};
      const item = toOtlpSpan({ taskUuid, taskLevel: above, start, end: message, messages, rootStart });
      return { kind: "span", item, lines: messages.length + (start === undefined ? 1 : 2) };
    }
    if (open === undefined) return { kind: "log", item: toOtlpLogRecord(message), lines: 1 };
    open.messages.push(message);
    open.lastTime = message.timestamp;
    return undefined;
  }

  #first(): Completed | undefined {
    for (const [key, action] of this.#open) return this.#giveUp(key, action);
    return undefined;
  }

  #giveUp(key: string, { start, rootStart, messages, lastTime }: OpenAction): Completed {
    this.#open.delete(key);
    const taskLevel = start.task_level.slice(0, -1);
    const item = toOtlpSpan({
      taskUuid: start.task_uuid,
      taskLevel,
      start,
      end: undefined,
      messages,
      rootStart,
      lastTime,
    });
    return { kind: "span", item, lines: messages.length + 1 };
  }

  /** All that are open, as they are: the program ends. */
  *takeAll(): Generator<Completed> {
    for (const [key, action] of this.#open) yield this.#giveUp(key, action);
  }
}

function keyOf(taskUuid: string, level: readonly number[]): string {
  return `${taskUuid}@${level.join("/")}`;
}
