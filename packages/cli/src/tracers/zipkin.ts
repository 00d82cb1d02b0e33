// Zipkin's spans, of its second form; of its first one they are brought to that. The two halves of a call, the client's and the server's, may share one id; then the
// server's gets an id of its own, made of the shared one, and stands under the client's with all that its service did.

import { type Attributes, type Message, messagesOfSpan, sha256Hex } from "clew/parse";
import { spanIdIn, traceIdIn } from "./ids.js";
import type { Refused } from "./otlp.js";
import { type Json, MICRO, nanosIn, objectIn, objectsIn, textIn } from "./shape.js";
import { inSecondForm } from "./zipkin-first-form.js";

/** Whether an object is a span of Zipkin's second form. */
export function isZipkinSpan(value: Json): boolean {
  return typeof value.traceId === "string" && typeof value.id === "string" && !("spanId" in value);
}

interface Half {
  readonly span: Json;
  readonly traceId: string;
  readonly id: string;
  readonly service: string | undefined;
}

/** Gathers spans, for which halves share an id is known when all have come. */
export class ZipkinSpans {
  readonly #halves: Half[] = [];

  /** Takes a span; gives the reason where it cannot. */
  add(written: Json): string | undefined {
    const reasons = inSecondForm(written).map((span) => this.#add(span));
    return reasons.find((reason) => reason !== undefined);
  }

  #add(span: Json): string | undefined {
    const traceId = traceIdIn(span.traceId);
    const id = spanIdIn(span.id);
    if (traceId === undefined || id === undefined) return "a span without an id";
    if (nanosIn(span.timestamp, MICRO) === undefined) return `span ${id} has no start time`;
    this.#halves.push({ span, traceId, id, service: textIn(objectIn(span.localEndpoint)?.serviceName) });
    return undefined;
  }

  /** The messages of all spans. */
  *messages(refused: Refused): Generator<Message> {
    const clients = new Set(this.#halves.filter((half) => !isServer(half)).map(keyOf));
    const sharing = new Map<string, string | undefined>();
    for (const half of this.#halves)
      if (isServer(half) && isShared(half, clients)) sharing.set(keyOf(half), half.service);
    for (const half of this.#halves) {
      const isSharing = isServer(half) && isShared(half, clients);
      const parent = spanIdIn(half.span.parentId);
      const above = parent === undefined ? undefined : keyOf({ traceId: half.traceId, id: parent });
      const ofServer = above !== undefined && sharing.has(above) && sharing.get(above) === half.service;
      const parentSpanId = isSharing ? half.id : ofServer ? serverId(parent as string) : parent;
      const messages = messagesOf(half, isSharing ? serverId(half.id) : half.id, parentSpanId);
      if (messages === undefined) refused(`span ${half.id} has no start time`);
      else yield* messages;
    }
  }
}

function keyOf({ traceId, id }: Pick<Half, "traceId" | "id">): string {
  return `${traceId}:${id}`;
}

function isServer({ span }: Half): boolean {
  return span.kind === "SERVER";
}

function isShared(half: Half, clients: ReadonlySet<string>): boolean {
  return half.span.shared === true || clients.has(keyOf(half));
}

function serverId(id: string): string {
  return sha256Hex(`${id}server`).slice(0, 16);
}

const KINDS = ["server", "client", "producer", "consumer"] as const;

function messagesOf({ span, traceId, service }: Half, spanId: string, parentSpanId: string | undefined) {
  const startNanos = nanosIn(span.timestamp, MICRO);
  if (startNanos === undefined) return undefined;
  const duration = nanosIn(span.duration, MICRO);
  const { error, ...tags } = objectIn(span.tags) ?? {};
  const remote = objectIn(span.remoteEndpoint);
  return messagesOfSpan({
    traceId,
    spanId,
    parentSpanId,
    name: textIn(span.name) ?? "",
    startNanos,
    endNanos: duration === undefined ? undefined : startNanos + duration,
    kind: KINDS.find((kind) => kind.toUpperCase() === span.kind),
    attributes: { ...tags, ...(remote && { "peer.service": addressOf(remote) }) },
    resource: { "service.name": service },
    failed: error !== undefined,
    statusMessage: textIn(error),
    events: objectsIn(span.annotations).map(({ timestamp, value }) => ({
      name: textIn(value) ?? "annotation",
      timeNanos: nanosIn(timestamp, MICRO) ?? startNanos,
      attributes: NONE,
    })),
    links: [],
  });
}

const NONE: Attributes = {};

function addressOf({ serviceName, ipv4, ipv6, port }: Json): unknown {
  if (serviceName !== undefined) return serviceName;
  const host = ipv4 ?? ipv6;
  return port === undefined ? host : `${host}:${port}`;
}
