// Jaeger's JSON, which its page opens: each trace with its spans, and the services that they are of.

import { encodeExact } from "@clew/log";
import { toOtlpSpan } from "clew/otlp";
import type { TaskTree } from "clew/parse";
import { spanSources } from "./otlp.js";

export async function* exportJaeger(trees: AsyncIterable<TaskTree>): AsyncGenerator<string> {
  yield '{"data":[';
  let between = "\n";
  for await (const { root } of trees) {
    if (root.kind === "message") continue;
    const processes = new Map<string, string>();
    const spans = Array.from(spanSources(root), (source) => {
      const { service = "unknown_service", span } = toOtlpSpan(source);
      const processID = processes.get(service) ?? `p${processes.size + 1}`;
      processes.set(service, processID);
      return { ...jaegerSpan(span as unknown as SpanJson), processID };
    });
    if (spans.length === 0) continue;
    const named = [...processes].map(([serviceName, id]) => [id, { serviceName, tags: [] }]);
    // Tasks that stand in this one are of its trace.
    const trace = { traceID: spans[0]?.traceID, spans, processes: Object.fromEntries(named) };
    yield between + encodeExact(trace);
    between = ",\n";
  }
  yield '\n],"total":0,"limit":0,"offset":0,"errors":null}\n';
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The parts of OTLP's span that Jaeger's is made of. */
interface SpanJson {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly Attribute[];
  }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: number; readonly message?: string };
}

const KINDS = ["", "internal", "server", "client", "producer", "consumer"];

function jaegerSpan(span: SpanJson) {
  const startTime = microsOf(span.startTimeUnixNano);
  const tags = span.attributes.map(tagOf);
  if (span.kind > 1) tags.push({ key: "span.kind", type: "string", value: KINDS[span.kind] });
  if (span.status.code === 2) {
    tags.push({ key: "error", type: "bool", value: true }, { key: "otel.status_code", type: "string", value: "ERROR" });
    if (span.status.message) tags.push({ key: "otel.status_description", type: "string", value: span.status.message });
  }
  const parent =
    span.parentSpanId === undefined ? [] : [{ refType: "CHILD_OF", traceID: span.traceId, spanID: span.parentSpanId }];
  const links = span.links.map(({ traceId, spanId }) => ({
    refType: "FOLLOWS_FROM",
    traceID: traceId,
    spanID: spanId,
  }));
  return {
    traceID: span.traceId,
    spanID: span.spanId,
    operationName: span.name,
    references: [...parent, ...links],
    startTime,
    duration: Math.max(0, microsOf(span.endTimeUnixNano) - startTime),
    tags,
    logs: span.events.map((event) => ({
      timestamp: microsOf(event.timeUnixNano),
      fields: [{ key: "event", type: "string", value: event.name }, ...event.attributes.map(tagOf)],
    })),
    warnings: null,
  };
}

function microsOf(nanos: string): number {
  return Number(BigInt(nanos) / 1000n);
}

interface Tag {
  readonly key: string;
  readonly type: string;
  readonly value: unknown;
}

/** Jaeger has texts, truths and numbers; everything else is a text of JSON. */
function tagOf({ key, value }: Attribute): Tag {
  if ("stringValue" in value) return { key, type: "string", value: value.stringValue };
  if ("boolValue" in value) return { key, type: "bool", value: value.boolValue };
  if ("intValue" in value) {
    const number = Number(value.intValue);
    return Number.isSafeInteger(number)
      ? { key, type: "int64", value: number }
      : { key, type: "string", value: value.intValue };
  }
  if ("doubleValue" in value && typeof value.doubleValue === "number")
    return { key, type: "float64", value: value.doubleValue };
  return { key, type: "string", value: encodeExact(plainOf(value)) };
}

function plainOf(value: Readonly<Record<string, unknown>>): unknown {
  if ("arrayValue" in value)
    return (value.arrayValue as { values: Readonly<Record<string, unknown>>[] }).values.map(plainOf);
  if ("kvlistValue" in value) {
    const { values } = value.kvlistValue as { values: readonly Attribute[] };
    return Object.fromEntries(values.map((item) => [item.key, plainOf(item.value)]));
  }
  return Object.values(value)[0] ?? null;
}
