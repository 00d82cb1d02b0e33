// HAR, the archive of what a browser or a proxy asked for over HTTP: a page is a task, and each request an action in it.

import { type Message, messagesOfSpan, sha256Hex } from "clew/parse";
import { type Json, MILLI, nanosIn, objectIn, objectsIn, textIn } from "./shape.js";

/** Whether an object is such an archive. */
export function isHar(value: Json): boolean {
  const log = objectIn(value.log);
  return log !== undefined && Array.isArray(log.entries) && objectIn(log.creator) !== undefined;
}

interface Interval {
  readonly start: bigint;
  end: bigint;
}

/** Puts together the archives of one source; a long one comes in several pieces. */
export class HarArchive {
  readonly #pages = new Map<string, Json>();
  readonly #intervals = new Map<string, Interval>();
  #log: Json = {};
  #count = 0;

  /** The messages of the requests in a value; `refused` hears of those that cannot be taken. */
  *add(value: Json, refused: (reason: string) => void): Generator<Message> {
    this.#log = objectIn(value.log) ?? {};
    for (const page of objectsIn(this.#log.pages)) this.#pages.set(String(page.id), page);
    for (const entry of objectsIn(this.#log.entries)) {
      const start = momentIn(entry.startedDateTime);
      if (start === undefined) {
        refused("a request without a time");
        continue;
      }
      const end = start + (nanosIn(typeof entry.time === "number" && entry.time >= 0 ? entry.time : 0, MILLI) ?? 0n);
      const page = this.#pages.has(String(entry.pageref)) ? String(entry.pageref) : undefined;
      if (page !== undefined) this.#widen(page, start, end);
      yield* messagesOfEntry(entry, page, this.#count++, start, end);
    }
  }

  /** The messages of the pages. */
  *end(): Generator<Message> {
    for (const [id, page] of this.#pages) yield* messagesOfPage(id, page, this.#intervals.get(id), this.#log);
  }

  #widen(page: string, start: bigint, end: bigint): void {
    const interval = this.#intervals.get(page) ?? { start, end };
    if (end > interval.end) interval.end = end;
    this.#intervals.set(page, interval);
  }
}

function messagesOfEntry(entry: Json, page: string | undefined, at: number, start: bigint, end: bigint): Message[] {
  const request = objectIn(entry.request) ?? {};
  const response = objectIn(entry.response) ?? {};
  const url = textIn(request.url) ?? "";
  const own = `${at} ${String(entry.startedDateTime)} ${url}`;
  const status = typeof response.status === "number" && response.status > 0 ? response.status : undefined;
  const trouble = textIn(response._failureText) ?? textIn(response._error) ?? textIn(entry._failureText);
  const parts = Object.entries(objectIn(entry.timings) ?? {}).filter(
    ([, part]) => typeof part === "number" && part >= 0,
  );
  const size = objectIn(response.content)?.size;
  return messagesOfSpan({
    traceId: sha256Hex(page ?? own).slice(0, 32),
    spanId: sha256Hex(own).slice(0, 16),
    parentSpanId: page === undefined ? undefined : spanIdOfPage(page),
    name: "http.call",
    startNanos: start,
    endNanos: end,
    kind: "client",
    attributes: {
      method: request.method,
      url: url.replace(/[?#].*$/s, ""),
      ...(textIn(entry._resourceType) !== undefined && { resource_type: entry._resourceType }),
      ...(typeof size === "number" && size >= 0 && { "response.bytes": size }),
      ...(parts.length > 0 && { "response.timings": Object.fromEntries(parts) }),
      ...(status !== undefined && { "http.response.status_code": status }),
    },
    failed: status === undefined || status >= 400,
    statusMessage: status === undefined ? (trouble ?? "no answer came") : undefined,
    events: [],
    links: [],
  });
}

function messagesOfPage(id: string, page: Json, requests: Interval | undefined, log: Json): Message[] {
  const start = momentIn(page.startedDateTime) ?? requests?.start;
  if (start === undefined) return [];
  const { onLoad, onContentLoad } = objectIn(page.pageTimings) ?? {};
  const loaded = typeof onLoad === "number" && onLoad >= 0 ? start + (nanosIn(onLoad, MILLI) ?? 0n) : start;
  const end = requests !== undefined && requests.end > loaded ? requests.end : loaded;
  return messagesOfSpan({
    traceId: sha256Hex(id).slice(0, 32),
    spanId: spanIdOfPage(id),
    name: "page",
    startNanos: start,
    endNanos: end,
    attributes: {
      ...(textIn(page.title) !== undefined && { title: page.title }),
      ...(typeof onContentLoad === "number" && { "response.content_load_ms": onContentLoad }),
      ...(typeof onLoad === "number" && { "response.load_ms": onLoad }),
    },
    resource: { "service.name": objectIn(log.browser)?.name ?? objectIn(log.creator)?.name },
    failed: false,
    events: [],
    links: [],
  });
}

function spanIdOfPage(id: string): string {
  return sha256Hex(`page ${id}`).slice(0, 16);
}

function momentIn(value: unknown): bigint | undefined {
  const moment = Date.parse(String(value));
  return Number.isNaN(moment) ? undefined : nanosIn(moment, MILLI);
}
