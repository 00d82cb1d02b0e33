// Elastic APM: transactions, spans and errors as its agents send them, a line each after one that tells of the program, and
// as Elasticsearch keeps them.

import { type Attributes, type ForeignEvent, type Message, messageOfLogRecord, messagesOfSpan } from "clew/parse";
import { spanIdIn, traceIdIn } from "./ids.js";
import { type Json, MICRO, MILLI, nanosIn, objectIn, objectsIn, textIn } from "./shape.js";

/** What an agent sends: one of these keys alone. */
const SENT = ["metadata", "transaction", "span", "error", "metricset"];

/** Whether an object is a line of an agent, or a document of the server. */
export function isElasticApm(value: Json): boolean {
  return isSent(value) || isStored(value);
}

function isSent(value: Json): boolean {
  const [kind, ...others] = Object.keys(value);
  if (kind === undefined || others.length > 0 || !SENT.includes(kind)) return false;
  const item = objectIn(value[kind]);
  if (item === undefined) return false;
  if (kind === "metadata") return objectIn(objectIn(item.service)?.agent) !== undefined;
  if (kind === "metricset") return objectIn(item.samples) !== undefined;
  return item.timestamp !== undefined && textIn(item.id) !== undefined;
}

function isStored(value: Json): boolean {
  return textIn(objectIn(value.processor)?.event) !== undefined && objectIn(value.timestamp)?.us !== undefined;
}

/** An error, until the transaction or span in which it happened is known. */
interface Failure {
  readonly traceId: unknown;
  readonly timeNanos: bigint;
  readonly attributes: Attributes;
}

/** More than this do not wait: what they belong to was not kept. */
const MOST_WAITING = 10_000;

/** Puts together what one source holds: an error comes before the end of what it happened in, or behind it. */
export class ElasticApm {
  #service: Json = {};
  readonly #waiting = new Map<string, Json>();
  readonly #failures = new Map<string, Failure>();

  /** The messages that are known after a value; `refused` hears of what cannot be taken. */
  *add(value: Json, refused: (reason: string) => void): Generator<Message> {
    const [kind, item] = isStored(value) ? fromStored(value) : partsOf(value);
    if (kind === "metadata") this.#service = { ...objectIn(item.service), host: objectIn(item.system) };
    else if (kind === "error") yield* this.#note(item, refused);
    else if (kind === "transaction" || kind === "span") yield* this.#hold({ ...item, kind }, refused);
  }

  /** All that is left. */
  *end(refused: (reason: string) => void): Generator<Message> {
    for (const item of this.#waiting.values()) yield* this.#messages(item, refused);
    this.#waiting.clear();
    for (const [parent, failure] of this.#failures) yield messageOfError(parent, failure);
    this.#failures.clear();
  }

  *#note(error: Json, refused: (reason: string) => void): Generator<Message> {
    const timeNanos = nanosIn(error.timestamp, MICRO);
    const parent = textIn(error.parent_id) ?? textIn(error.transaction_id) ?? textIn(error.id);
    if (parent === undefined || timeNanos === undefined) {
      refused("an error without an id or a time");
      return;
    }
    const exception = objectIn(error.exception) ?? objectsIn(error.exception)[0] ?? objectIn(error.log) ?? {};
    const before = this.#failures.get(parent);
    if (before !== undefined) yield messageOfError(parent, before);
    this.#failures.set(parent, {
      traceId: error.trace_id,
      timeNanos,
      attributes: {
        "exception.type": textIn(exception.type) ?? "Error",
        "exception.message": textIn(exception.message) ?? textIn(error.culprit) ?? "",
        ...traceOf(exception),
      },
    });
    const [oldest] = this.#failures;
    if (this.#failures.size <= MOST_WAITING || oldest === undefined) return;
    this.#failures.delete(oldest[0]);
    yield messageOfError(...oldest);
  }

  /** What failed waits for its error, of which some agents tell behind it. */
  *#hold(item: Json, refused: (reason: string) => void): Generator<Message> {
    const id = textIn(item.id);
    if (item.outcome !== "failure" || id === undefined) {
      yield* this.#messages(item, refused);
      return;
    }
    this.#waiting.set(id, { ...item, service: item.service ?? this.#service });
    const [oldest] = this.#waiting;
    if (this.#waiting.size <= MOST_WAITING || oldest === undefined) return;
    this.#waiting.delete(oldest[0]);
    yield* this.#messages(oldest[1], refused);
  }

  *#messages(item: Json, refused: (reason: string) => void): Generator<Message> {
    const traceId = traceIdIn(item.trace_id);
    const spanId = spanIdIn(item.id);
    const startNanos = nanosIn(item.timestamp, MICRO);
    if (traceId === undefined || spanId === undefined || startNanos === undefined) {
      refused(`a ${String(item.kind)} without an id, a trace id or a time`);
      return;
    }
    const took = typeof item.duration === "number" ? nanosIn(item.duration, MILLI) : undefined;
    const failure = this.#failures.get(String(item.id));
    this.#failures.delete(String(item.id));
    const failed = item.outcome === "failure";
    const exception: ForeignEvent | undefined = failure && {
      name: "exception",
      timeNanos: failure.timeNanos,
      attributes: failure.attributes,
    };
    const service = objectIn(item.service) ?? this.#service;
    yield* messagesOfSpan({
      traceId,
      spanId,
      parentSpanId: spanIdIn(item.parent_id),
      name: textIn(item.name) ?? "",
      startNanos,
      endNanos: took === undefined ? undefined : startNanos + took,
      kind: item.kind === "transaction" && item.type !== "messaging" ? "server" : undefined,
      attributes: attributesOf(item),
      resource: {
        "service.name": service.name,
        ...(textIn(service.version) !== undefined && { "service.version": service.version }),
        ...(textIn(service.environment) !== undefined && { "deployment.environment.name": service.environment }),
      },
      failed,
      events: exception === undefined ? [] : [exception],
      links: objectsIn(item.links).flatMap((link) => {
        const ids = { traceId: traceIdIn(link.trace_id), spanId: spanIdIn(link.span_id) };
        return ids.traceId === undefined || ids.spanId === undefined
          ? []
          : [{ traceId: ids.traceId, spanId: ids.spanId }];
      }),
    });
  }
}

/** An error that ended nothing, or whose transaction is not in the log. */
function messageOfError(parent: string, { traceId, timeNanos, attributes }: Failure): Message {
  const trace = traceIdIn(traceId);
  return messageOfLogRecord({
    traceId: trace,
    spanId: trace === undefined ? undefined : spanIdIn(parent),
    timeNanos,
    severity: "error",
    body: null,
    attributes,
  });
}

function partsOf(value: Json): readonly [string, Json] {
  const [kind = ""] = Object.keys(value);
  return [kind, objectIn(value[kind]) ?? {}];
}

/** A document of the server, in the form in which an agent sends it. */
function fromStored(value: Json): readonly [string, Json] {
  const kind = textIn(objectIn(value.processor)?.event) ?? "";
  const item = objectIn(value[kind]) ?? {};
  const micros = objectIn(item.duration)?.us;
  const status = objectIn(objectIn(value.http)?.response)?.status_code;
  const url = objectIn(value.url);
  return [
    kind,
    {
      ...item,
      timestamp: objectIn(value.timestamp)?.us,
      trace_id: objectIn(value.trace)?.id,
      transaction_id: objectIn(value.transaction)?.id,
      parent_id: objectIn(value.parent)?.id,
      outcome: objectIn(value.event)?.outcome,
      service: value.service,
      ...(typeof micros === "number" && { duration: micros / 1000 }),
      context: {
        ...(status !== undefined && { response: { status_code: status } }),
        ...(url !== undefined && {
          request: { method: objectIn(objectIn(value.http)?.request)?.method, url: { pathname: url.path } },
        }),
      },
    },
  ];
}

function attributesOf(item: Json): Attributes {
  const context = objectIn(item.context) ?? {};
  const request = objectIn(context.request);
  const http = objectIn(context.http);
  const statement = objectIn(context.db)?.statement;
  const status = objectIn(context.response)?.status_code ?? http?.status_code ?? objectIn(http?.response)?.status_code;
  const said: Record<string, unknown> = {
    type: item.type,
    subtype: item.subtype,
    action: item.action,
    result: item.result,
    "http.request.method": request?.method ?? http?.method,
    "url.path": objectIn(request?.url)?.pathname,
    "url.full": http?.url,
    "http.response.status_code": status,
    "db.query.text": statement,
    ...objectIn(context.tags),
  };
  return Object.fromEntries(Object.entries(said).filter(([, each]) => each !== undefined && each !== null));
}

/** The stack of an error, as lines that a person can read. */
function traceOf({ type, message, stacktrace }: Json): Attributes {
  const frames = objectsIn(stacktrace).map((frame) => {
    const line = frame.lineno ?? objectIn(frame.line)?.number;
    return `    at ${textIn(frame.function) ?? "<anonymous>"} (${textIn(frame.filename) ?? "?"}${line === undefined ? "" : `:${line}`})`;
  });
  if (frames.length === 0) return {};
  return { "exception.stacktrace": [`${String(type ?? "Error")}: ${String(message ?? "")}`, ...frames].join("\n") };
}
