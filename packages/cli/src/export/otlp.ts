// Spans in OTLP's JSON form, a request a line: as the collector's file exporter writes them and its receiver reads them.

import { encodeExact } from "@clew/log";
import { logsRequest, type OtlpSpan, type SpanSource, toOtlpLogRecord, toOtlpSpan, tracesRequest } from "clew/otlp";
import type { Message, TaskTree, WrittenAction, WrittenNode } from "clew/parse";

/** So many spans, or log records, are in one request. */
const MOST_ITEMS = 512;

/** A request, and what it exports. */
export interface OtlpRequest {
  readonly kind: "traces" | "logs";
  readonly items: number;
  readonly request: object;
}

export async function* exportOtlp(trees: AsyncIterable<TaskTree>): AsyncGenerator<string> {
  for await (const { request } of otlpRequests(trees)) yield `${encodeExact(request)}\n`;
}

/** The requests that export all tasks. */
export async function* otlpRequests(trees: AsyncIterable<TaskTree>): AsyncGenerator<OtlpRequest> {
  let spans: OtlpSpan[] = [];
  let records: OtlpSpan[] = [];
  for await (const { root } of trees) {
    if (root.kind === "message") records.push(toOtlpLogRecord(root.record));
    else {
      for (const source of spanSources(root)) {
        spans.push(toOtlpSpan(source));
        if (spans.length < MOST_ITEMS) continue;
        yield { kind: "traces", items: spans.length, request: tracesRequest(spans) };
        spans = [];
      }
    }
    if (records.length < MOST_ITEMS) continue;
    yield { kind: "logs", items: records.length, request: logsRequest(records) };
    records = [];
  }
  if (spans.length > 0) yield { kind: "traces", items: spans.length, request: tracesRequest(spans) };
  if (records.length > 0) yield { kind: "logs", items: records.length, request: logsRequest(records) };
}

interface Waiting {
  readonly action: WrittenAction;
  readonly service: unknown;
  /** The start of the root of the action's own task. */
  readonly rootStart: Message | undefined;
}

/** All actions of a tree and of the tasks in it, of which something was read. What stands in a service's action is the service's. */
export function* spanSources(root: WrittenAction): Generator<SpanSource> {
  const waiting: Waiting[] = [{ action: root, service: undefined, rootStart: root.startRecord }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { action, rootStart } = next;
    const service = action.startRecord?.service ?? next.service;
    if (action.kind === "action") yield sourceOf(action, service, rootStart);
    for (let i = action.children.length - 1; i >= 0; i--) {
      const child = action.children[i] as WrittenNode;
      if (child.kind === "message") continue;
      const isOther = child.taskUuid !== action.taskUuid;
      waiting.push({
        action: child,
        service: isOther ? undefined : service,
        rootStart: isOther ? child.startRecord : rootStart,
      });
    }
  }
}

function sourceOf(action: WrittenAction, service: unknown, rootStart: Message | undefined): SpanSource {
  const { taskUuid, taskLevel, startRecord, endRecord, children } = action;
  const messages = children.flatMap((child) => (child.kind === "message" ? [child.record] : []));
  const start = startRecord && service !== undefined ? { ...startRecord, service } : startRecord;
  const lastTime = messages.at(-1)?.timestamp;
  return {
    taskUuid,
    taskLevel,
    start,
    end: endRecord,
    messages,
    rootStart,
    ...(lastTime !== undefined && { lastTime }),
  };
}
