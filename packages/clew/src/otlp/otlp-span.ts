// An action as a span of OTLP: its ids as the wire format says them, its fields as attributes, its messages as events.

import {
  fieldNames,
  formatTaskId,
  type Message,
  names,
  parseTaskId,
  spanIdOf,
  type TaskLevel,
  traceIdOf,
} from "../wire/index.js";
import { type KeyValue, toAttributes } from "./any-value.js";

/** An action of which a span is made. */
export interface SpanSource {
  readonly taskUuid: string;
  readonly taskLevel: TaskLevel;
  readonly start: Message | undefined;
  readonly end: Message | undefined;
  /** The messages that stand in it and are no actions. */
  readonly messages: readonly Message[];
  /** The start of its task's root, which may say that the task belongs to another trace. */
  readonly rootStart: Message | undefined;
  /** The time until which it is known to have lasted, where it has not ended. */
  readonly lastTime?: number | undefined;
}

/** A span in OTLP's JSON form, and the service that it is of. */
export interface OtlpSpan {
  readonly service: string | undefined;
  readonly span: Readonly<Record<string, unknown>>;
}

/**
 * The span of an action.
 *
 * @example
 * ```ts
 * import { toOtlpSpan } from "clew/otlp";
 *
 * const place = { task_uuid: "0af76519-16cd-43dd-8448-eb211c80319c", action_type: "upload" };
 * const { span } = toOtlpSpan({
 *   taskUuid: place.task_uuid,
 *   taskLevel: [],
 *   start: { ...place, task_level: [1], timestamp: 1, action_status: "started", file: "a.txt" },
 *   end: { ...place, task_level: [2], timestamp: 2, action_status: "succeeded" },
 *   messages: [],
 *   rootStart: undefined,
 * });
 * console.log(span.traceId, span.name); // 0af7651916cd43dd8448eb211c80319c upload
 * ```
 */
export function toOtlpSpan({ taskUuid, taskLevel, start, end, messages, rootStart, lastTime }: SpanSource): OtlpSpan {
  const known = start ?? end;
  const startTime = start?.timestamp ?? startOf(end) ?? messages[0]?.timestamp ?? 0;
  const endTime = endOf(start, end) ?? lastTime ?? startTime;
  const failed = end?.action_status === "failed";
  const fields = [...fieldsOf(start), ...fieldsOf(end)];
  const own = new Map(fields);
  const kind = KINDS.indexOf(String(own.get("kind")));
  const service = own.get("service");
  const left = [...own].filter(
    ([key]) => !(key === "kind" && kind > 0) && !(key === "service" && typeof service === "string"),
  );
  const events = messages.map(toEvent);
  if (failed) events.push(toError(end, end.timestamp));
  const follows = known?.[fieldNames.FOLLOWS_FROM];
  return {
    service: typeof service === "string" ? service : undefined,
    span: {
      ...spanIds({ taskUuid, taskLevel, start, rootStart }),
      name: String(known?.action_type ?? "missing"),
      kind: kind > 0 ? kind : 1,
      startTimeUnixNano: nanosOf(startTime),
      endTimeUnixNano: nanosOf(endTime),
      attributes: toAttributes(end === undefined ? [...left, ["clew.unfinished", true]] : left),
      events,
      links: (Array.isArray(follows) ? follows : []).flatMap(toLink),
      status: failed ? { code: 2, message: String(end[fieldNames.REASON] ?? "") } : { code: 0 },
    },
  };
}

/** OpenTelemetry's numbers of them. */
const KINDS = ["", "internal", "server", "client", "producer", "consumer"];

/** The id of the trace that a task belongs to. */
function traceOfTask(taskUuid: string, rootStart: Message | undefined): string {
  const said = rootStart?.[fieldNames.TRACE_ID];
  return typeof said === "string" ? said : traceIdOf(taskUuid);
}

function spanIds({
  taskUuid,
  taskLevel,
  start,
  rootStart,
}: Pick<SpanSource, "taskUuid" | "taskLevel" | "start" | "rootStart">) {
  const own = start?.[fieldNames.SPAN_ID];
  const above = start?.[fieldNames.PARENT_SPAN_ID];
  const levelAbove = taskLevel.length === 0 || isSpanPlace(taskLevel) ? undefined : taskLevel.slice(0, -1);
  const parent = typeof above === "string" ? above : levelAbove && spanIdOf(formatTaskId(taskUuid, levelAbove));
  return {
    traceId: traceOfTask(taskUuid, rootStart),
    spanId: typeof own === "string" ? own : spanIdOf(formatTaskId(taskUuid, taskLevel)),
    ...(parent !== undefined && { parentSpanId: parent }),
  };
}

function isSpanPlace(level: TaskLevel): boolean {
  return level.length === 1 && (level[0] as number) >= 2 ** 52;
}

function startOf(end: Message | undefined): number | undefined {
  const duration = end?.[fieldNames.DURATION];
  return end && (typeof duration === "number" ? end.timestamp - duration : end.timestamp);
}

/** The measured duration is exact where the difference of two timestamps is not. */
function endOf(start: Message | undefined, end: Message | undefined): number | undefined {
  const duration = end?.[fieldNames.DURATION];
  return start && typeof duration === "number" ? start.timestamp + duration : end?.timestamp;
}

/** What the program logged, and of the format's own fields none. */
function fieldsOf(message: Message | undefined): [string, unknown][] {
  return Object.entries(message ?? {}).filter(([key]) => !OWN.has(key) && !key.startsWith(fieldNames.OWN));
}

const OWN: ReadonlySet<string> = new Set([
  fieldNames.TASK_UUID,
  fieldNames.TASK_LEVEL,
  fieldNames.TIMESTAMP,
  fieldNames.ACTION_TYPE,
  fieldNames.ACTION_STATUS,
  fieldNames.MESSAGE_TYPE,
  fieldNames.EXCEPTION,
  fieldNames.REASON,
  fieldNames.TRACEBACK,
]);

type Event = Readonly<Record<string, unknown>>;

function toEvent(message: Message): Event {
  if (message.message_type === names.TRACEBACK) return toError(message, message.timestamp);
  const name = message.message_type ?? message.action_type ?? "message";
  return { timeUnixNano: nanosOf(message.timestamp), name, attributes: toAttributes(fieldsOf(message)) };
}

function toError(message: Message, time: number): Event {
  const error: [string, unknown][] = [
    ["exception.type", message[fieldNames.EXCEPTION]],
    ["exception.message", message[fieldNames.REASON]],
    ["exception.stacktrace", message[fieldNames.TRACEBACK]],
  ];
  const fields = message.action_status === undefined ? fieldsOf(message) : [];
  return { timeUnixNano: nanosOf(time), name: "exception", attributes: toAttributes([...error, ...fields]) };
}

/** What it followed from: an action of clew's, or the span whose place the id names, of which the log has no other id. */
function toLink(taskId: unknown): object[] {
  const parts = parseTaskId(taskId);
  if (parts === undefined) return [];
  const spanId = spanIdOf(formatTaskId(parts.taskUuid, parts.taskLevel));
  return [{ traceId: traceIdOf(parts.taskUuid), spanId, attributes: toAttributes([["clew.task_id", taskId]]) }];
}

function nanosOf(seconds: number): string {
  if (!(seconds > 0 && seconds < 1e11)) return "0";
  return String(BigInt(Math.round(seconds * 1e6)) * 1000n);
}

/**
 * A log record of OTLP, for a message that stands in no action.
 *
 * @example
 * ```ts
 * import { toOtlpLogRecord } from "clew/otlp";
 *
 * const { span } = toOtlpLogRecord({ task_uuid: "t1", task_level: [1], timestamp: 1, message_type: "ready" });
 * console.log(span.eventName); // ready
 * ```
 */
export function toOtlpLogRecord(message: Message): OtlpSpan {
  const { service, ...fields } = Object.fromEntries(fieldsOf(message));
  const isError = message.message_type === names.TRACEBACK;
  const error = isError ? (toError(message, 0).attributes as KeyValue[]).slice(0, 3) : [];
  const [severityNumber, severityText] = isError ? [17, "ERROR"] : [9, "INFO"];
  return {
    service: typeof service === "string" ? service : undefined,
    span: {
      timeUnixNano: nanosOf(message.timestamp),
      severityNumber,
      severityText,
      eventName: message.message_type ?? "message",
      traceId: traceIdOf(message.task_uuid),
      attributes: [...error, ...toAttributes(Object.entries(fields))],
    },
  };
}
