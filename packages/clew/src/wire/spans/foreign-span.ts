// The written form of what other tracers know: a trace is a task, a span an action in it, a log record a message of its
// span. All lines of a span depend on the span alone, so the same span gives the same lines, byte for byte, from any
// receiver, file, order or retry, and a line that comes twice counts once.

import { encodeValue } from "../encode.js";
import { isReserved, isReservedInFailure } from "../field-names.js";
import type { Message } from "../message.js";
import { TRACEBACK } from "../names.js";
import { sha256Hex } from "./sha-256.js";
import { FIRST_SPAN_PLACE, placeOfSpan, uuidOfTrace } from "./span-id.js";

export type Attributes = Readonly<Record<string, unknown>>;

/** The fields of a message that is being made. */
type Fields = Record<string, unknown>;

/** Something that happened in a span at one moment. */
export interface ForeignEvent {
  readonly name: string;
  readonly timeNanos: bigint;
  readonly attributes: Attributes;
}

/** Another span that a span followed from. */
export interface ForeignLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes?: Attributes;
}

/** A span of another tracer. Ids are hexadecimal digits in lower case: 32 of a trace, 16 of a span. */
export interface ForeignSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly name: string;
  /** Since the Unix epoch. */
  readonly startNanos: bigint;
  /** `undefined` where the span has not ended. */
  readonly endNanos: bigint | undefined;
  readonly kind?: "server" | "client" | "producer" | "consumer" | undefined;
  readonly attributes: Attributes;
  /** What is known of the program: `service.name` and others. */
  readonly resource?: Attributes | undefined;
  readonly failed: boolean;
  /** What the span says about its failure. */
  readonly statusMessage?: string | undefined;
  readonly events: readonly ForeignEvent[];
  readonly links: readonly ForeignLink[];
}

/** A log record of another logger. */
export interface ForeignLogRecord {
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly timeNanos: bigint;
  readonly severity?: string | undefined;
  readonly eventName?: string | undefined;
  /** The name of the logger. */
  readonly scope?: string | undefined;
  readonly body: unknown;
  readonly attributes: Attributes;
  readonly resource?: Attributes | undefined;
}

/**
 * The task id of a span's action.
 *
 * @example
 * ```ts
 * import { taskIdOfSpan } from "clew/parse";
 *
 * console.log(taskIdOfSpan("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"));
 * ```
 */
export function taskIdOfSpan(traceId: string, spanId: string): string {
  return `${uuidOfTrace(traceId)}@/${placeOfSpan(spanId)}`;
}

/**
 * The messages of a span: its start, its events by their time, its finish.
 *
 * @example
 * ```ts
 * import { messagesOfSpan } from "clew/parse";
 *
 * const [start, finish] = messagesOfSpan({
 *   traceId: "0af7651916cd43dd8448eb211c80319c",
 *   spanId: "b7ad6b7169203331",
 *   name: "GET /orders",
 *   startNanos: 1_767_000_000_000_000_000n,
 *   endNanos: 1_767_000_000_250_000_000n,
 *   attributes: { "http.route": "/orders", "http.response.status_code": 200 },
 *   failed: false,
 *   events: [],
 *   links: [],
 * });
 * console.log(start?.task_uuid, start?.["http.route"]); // 0af76519-16cd-43dd-8448-eb211c80319c /orders
 * console.log(finish?.action_status, finish?.clew_duration); // succeeded 0.25
 * ```
 */
export function messagesOfSpan(span: ForeignSpan): Message[] {
  const { traceId, spanId, name, endNanos } = span;
  const task_uuid = uuidOfTrace(traceId);
  const place = placeOfSpan(spanId);
  const action_type = name === "" ? "span" : name;
  const messages: Message[] = [];
  const begin = (timeNanos: bigint): Fields => {
    const message: Message & Fields = {
      task_uuid,
      task_level: [place, messages.length + 1],
      timestamp: secondsOf(timeNanos),
    };
    messages.push(message);
    return message;
  };
  const start = begin(span.startNanos);
  start.action_type = action_type;
  start.action_status = "started";
  start.clew_span_id = spanId;
  if (span.parentSpanId !== undefined) start.clew_parent_span_id = span.parentSpanId;
  if (span.links.length > 0) {
    start.clew_follows_from = span.links.map((link) => taskIdOfSpan(link.traceId, link.spanId));
  }
  const own = [
    ...resourceFields(span.resource, isEntry(span)),
    ["kind", span.kind] as const,
    ...linkFields(span.links),
  ];
  addOwn(start, own);
  addAttributes(start, span.attributes, (name) => isReserved(name) || hasSaid(own, name), saysWhatWasAsked);
  const events = span.events.length < 2 ? span.events : [...span.events].sort(byTime);
  const fatal = span.failed && endNanos !== undefined ? events.filter(isException).at(-1) : undefined;
  for (const event of events) {
    if (event === fatal) continue;
    const message = begin(event.timeNanos);
    if (isException(event)) Object.assign(message, errorOf(event.attributes));
    else message.message_type = event.name || "event";
    addAttributes(message, event.attributes, isReservedInFailure, isException(event) ? isNoError : undefined);
  }
  if (endNanos === undefined) return messages;
  const duration = Number(endNanos - span.startNanos) / 1e9;
  const finish = begin(endNanos);
  finish.action_type = action_type;
  finish.action_status = span.failed ? "failed" : "succeeded";
  if (span.failed) Object.assign(finish, failureOf(span, fatal));
  if (duration >= 0) finish.clew_duration = duration;
  addAttributes(finish, span.attributes, isReservedInFailure, saysWhatCameOut);
  if (fatal !== undefined) addAttributes(finish, fatal.attributes, isReservedInFailure, isNoError);
  return messages;
}

/**
 * The message of a log record: in its span where it names one, else in its trace, else a task of its own. Its place
 * depends on what it says alone.
 *
 * @example
 * ```ts
 * import { messageOfLogRecord } from "clew/parse";
 *
 * const record = { timeNanos: 1_767_000_000_000_000_000n, scope: "app", body: "low stock", attributes: {} };
 * console.log(messageOfLogRecord(record).message_type); // app
 * ```
 */
export function messageOfLogRecord(record: ForeignLogRecord): Message {
  const { traceId, spanId, body, attributes, scope } = record;
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  const isError = !Object.keys(attributes).every(isNoError);
  const error = isError ? errorOf(attributes) : undefined;
  const fields: Fields & { readonly timestamp: number } = {
    timestamp: secondsOf(record.timeNanos),
    ...(error ?? { message_type: record.eventName || scope || "log" }),
    ...(record.severity !== undefined && { log_level: record.severity }),
  };
  const said = [
    ["logger", error === undefined && !record.eventName ? undefined : scope] as const,
    ["message", isObject || body === null ? undefined : body] as const,
    ...resourceFields(record.resource, traceId === undefined),
  ];
  addOwn(fields, said);
  const isTaken = (name: string) => isReservedInFailure(name) || hasSaid(said, name);
  if (isObject) addAttributes(fields, body as Attributes, isTaken);
  addAttributes(fields, attributes, isTaken, isNoError);
  const hash = sha256Hex(encodeValue([traceId ?? "", spanId ?? "", String(record.timeNanos), fields]));
  const own = FIRST_SPAN_PLACE + Number.parseInt(hash.slice(0, 12), 16);
  if (traceId === undefined) return { task_uuid: uuidOfTrace(hash.slice(0, 32)), task_level: [1], ...fields };
  const task_level = spanId === undefined ? [own] : [placeOfSpan(spanId), own];
  return { task_uuid: uuidOfTrace(traceId), task_level, ...fields };
}

function isException({ name }: ForeignEvent): boolean {
  return name === "exception";
}

/** Attributes that say what came out of a span; all others say what it was asked. */
const SAYS_WHAT_CAME_OUT = /(^|[._])(response|result|usage|status_code|exit)([._]|$)|^error\.type$/;

/** What was found of a name; programs have few. */
const CAME_OUT = new Map<string, boolean>();
const MOST_NAMES = 1_000;

function saysWhatCameOut(name: string): boolean {
  let known = CAME_OUT.get(name);
  if (known === undefined) {
    known = SAYS_WHAT_CAME_OUT.test(name);
    if (CAME_OUT.size >= MOST_NAMES) CAME_OUT.clear();
    CAME_OUT.set(name, known);
  }
  return known;
}

/** Whether work comes into a program with the span: there all that is known of the program is said. */
function isEntry({ parentSpanId, kind }: ForeignSpan): boolean {
  return parentSpanId === undefined || kind === "server" || kind === "consumer";
}

/** What of a program's resource stands on each of its spans: enough to set apart by; the rest is the same on all of them. */
const OF_RESOURCE = ["service.version", "deployment.environment.name", "host.name", "k8s.pod.name", "cloud.region"];

function resourceFields(resource: Attributes | undefined, isAll: boolean): OwnFields {
  if (resource === undefined) return NO_FIELDS;
  if (resource !== lastResource) {
    lastFields = [fieldsOfResource(resource, false), fieldsOfResource(resource, true)];
    lastResource = resource;
  }
  return lastFields[isAll ? 1 : 0];
}

const NO_FIELDS: OwnFields = [];
/** Spans of one program mostly come together, and share what is known of it. */
let lastResource: Attributes | undefined;
let lastFields: readonly [some: OwnFields, all: OwnFields] = [NO_FIELDS, NO_FIELDS];

function fieldsOfResource(resource: Attributes, isAll: boolean): [string, unknown][] {
  const fields: [string, unknown][] = [["service", resource["service.name"]]];
  for (const key of OF_RESOURCE) if (resource[key] !== undefined) fields.push([key, resource[key]]);
  const rest = isAll ? sorted(resource).filter(([key]) => key !== "service.name" && !OF_RESOURCE.includes(key)) : [];
  if (rest.length > 0) fields.push(["resource", Object.fromEntries(rest)]);
  return fields;
}

function saysWhatWasAsked(name: string): boolean {
  return !saysWhatCameOut(name);
}

function linkFields(links: readonly ForeignLink[]): OwnFields {
  const said = links.some(({ attributes }) => attributes !== undefined && Object.keys(attributes).length > 0);
  return said ? [["links", links.map(({ attributes = {} }) => Object.fromEntries(sorted(attributes)))]] : [];
}

type OwnFields = readonly (readonly [name: string, value: unknown])[];

function addOwn(message: Fields, own: OwnFields): void {
  for (const [name, value] of own) if (value !== undefined) message[name] = value;
}

/** In the order of their names, those that are wanted; one that has the name of a field of ours, or of the format's, is renamed. */
function addAttributes(
  message: Fields,
  attributes: Attributes,
  isTaken: (name: string) => boolean,
  isWanted?: (name: string) => boolean,
): void {
  for (const name of sortedNames(attributes)) {
    if (isWanted?.(name) === false) continue;
    const free = isTaken(name) ? `field_${name}` : name;
    const value = attributes[name];
    if (free !== "__proto__") message[free] = value;
    else Object.defineProperty(message, free, { value, writable: true, enumerable: true, configurable: true });
  }
}

function hasSaid(fields: OwnFields, name: string): boolean {
  for (const [taken, said] of fields) if (taken === name && said !== undefined) return true;
  return false;
}

function sortedNames(attributes: Attributes): string[] {
  const names = Object.keys(attributes);
  for (let at = 1; at < names.length; at++) {
    if ((names[at] as string) < (names[at - 1] as string)) return names.sort();
  }
  return names;
}

function sorted(attributes: Attributes): [string, unknown][] {
  return sortedNames(attributes).map((name) => [name, attributes[name]]);
}

function isNoError(name: string): boolean {
  return !["exception.type", "exception.message", "exception.stacktrace"].includes(name);
}

function byTime(a: ForeignEvent, b: ForeignEvent): number {
  if (a.timeNanos !== b.timeNanos) return a.timeNanos < b.timeNanos ? -1 : 1;
  const [left, right] = [a, b].map(({ name, attributes }) => encodeValue([name, sorted(attributes)]));
  return (left as string) < (right as string) ? -1 : 1;
}

/** An error that was noted and did not end the span. */
function errorOf(attributes: Attributes): Attributes {
  return { message_type: TRACEBACK, ...describedBy(attributes, "", "Error") };
}

function failureOf({ attributes, statusMessage }: ForeignSpan, fatal: ForeignEvent | undefined): Attributes {
  const status = attributes["http.response.status_code"] ?? attributes["http.status_code"];
  const fallback = status === undefined ? "the span has the status ERROR" : `HTTP ${status}`;
  const type = typeof attributes["error.type"] === "string" ? attributes["error.type"] : "Error";
  const described = describedBy(fatal?.attributes ?? {}, fallback, type);
  return { ...described, ...(statusMessage && fatal === undefined && { reason: statusMessage }) };
}

function describedBy(attributes: Attributes, fallback: string, type: string): Attributes {
  const trace = attributes["exception.stacktrace"];
  return {
    exception: attributes["exception.type"] ?? type,
    reason: attributes["exception.message"] ?? fallback,
    ...(trace !== undefined && { traceback: trace }),
  };
}

/** With six decimals, as the format has times. */
function secondsOf(nanos: bigint): number {
  return Number(nanos / 1000n) / 1e6;
}
