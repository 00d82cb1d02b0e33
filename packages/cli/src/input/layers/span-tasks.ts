// Lines that name the spans in which they stand, as Rust's tracing writes them, as the tree of those spans.

import type { Message } from "clew/parse";
import type { SpanEvent } from "../dialects/index.js";
import { lineUuid } from "../line-uuid.js";
import type { TimedRecord } from "./timed-record.js";
import { addRecord, beginMessage, endMessage } from "./to-message.js";

type Give = (message: Message) => void;

interface OpenSpan {
  readonly name: string;
  readonly uuid: string;
  readonly level: readonly number[];
  next: number;
}

/** More spans open at once than this are not remembered: the oldest are let go. */
const MOST_OPEN = 10_000;

export class SpanTasks {
  /** The spans that are open, by their path; of the same path, the last one is meant. */
  readonly #open = new Map<string, OpenSpan[]>();
  #count = 0;

  add(line: TimedRecord, { path, event, duration }: SpanEvent, give: Give): void {
    if (event === "other") return;
    const parent = this.#along(line, path.slice(0, -1), give);
    const key = keyOf(path);
    if (event === "begins") this.#begin(line, path, parent, give);
    else if (event === "ends") this.#end(line, key, path, parent, duration, give);
    else {
      const span = this.#top(key) ?? this.#begin(line, path, parent, give);
      give(messageOf(line, span));
    }
  }

  /** The span that stands around; one that was begun before the log begins is begun now. */
  #along(line: TimedRecord, path: SpanEvent["path"], give: Give): OpenSpan | undefined {
    let parent: OpenSpan | undefined;
    for (let depth = 1; depth <= path.length; depth++) {
      const above = path.slice(0, depth);
      parent = this.#top(keyOf(above)) ?? this.#begin(line, above, parent, give);
    }
    return parent;
  }

  #top(key: string): OpenSpan | undefined {
    return this.#open.get(key)?.at(-1);
  }

  #begin(line: TimedRecord, path: SpanEvent["path"], parent: OpenSpan | undefined, give: Give): OpenSpan {
    const own = path.at(-1) as SpanEvent["path"][number];
    const span: OpenSpan = {
      name: own.name,
      uuid: parent?.uuid ?? lineUuid(line.text, line.line),
      level: parent === undefined ? [] : [...parent.level, parent.next++],
      next: 2,
    };
    const message = beginMessage({ uuid: span.uuid, level: [...span.level, 1], time: line.time });
    message.action_type = span.name;
    message.action_status = "started";
    for (const [name, value] of Object.entries(own.fields)) if (!Object.hasOwn(message, name)) message[name] = value;
    give(endMessage(message, line.carried));
    if (this.#count++ >= MOST_OPEN) this.#forgetOldest();
    const key = keyOf(path);
    const same = this.#open.get(key);
    if (same === undefined) this.#open.set(key, [span]);
    else same.push(span);
    return span;
  }

  #end(
    line: TimedRecord,
    key: string,
    path: SpanEvent["path"],
    parent: OpenSpan | undefined,
    duration: number | undefined,
    give: Give,
  ): void {
    const span = this.#top(key) ?? this.#begin(line, path, parent, give);
    const same = this.#open.get(key) as OpenSpan[];
    same.pop();
    this.#count--;
    if (same.length === 0) this.#open.delete(key);
    const message = beginMessage({ uuid: span.uuid, level: [...span.level, span.next++], time: line.time });
    message.action_type = span.name;
    message.action_status = "succeeded";
    if (duration !== undefined) message.clew_duration = Math.round(duration * 1e9) / 1e9;
    give(endMessage(message, line.carried));
  }

  #forgetOldest(): void {
    const [oldest] = this.#open.keys();
    if (oldest === undefined) return;
    this.#count -= this.#open.get(oldest)?.length ?? 0;
    this.#open.delete(oldest);
  }
}

function keyOf(path: SpanEvent["path"]): string {
  return path.map(({ name, fields }) => `${name}${JSON.stringify(fields)}`).join("\n");
}

function messageOf({ record, time, carried }: TimedRecord, span: OpenSpan): Message {
  const message = beginMessage({ uuid: span.uuid, level: [...span.level, span.next++], time });
  message.message_type = `clew:${record.dialect.name}`;
  addRecord(message, record);
  return endMessage(message, carried);
}
