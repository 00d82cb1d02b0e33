// Chrome's trace events: slices on threads, whole (`X`) or by their two ends (`B` and `E`), asynchronous ones by an id
// (`b` and `e`), moments (`i`), and flows between slices (`s` and `f`). Each outermost slice is a task; what lies within it
// on its thread stands in it, and a flow makes the later slice follow from the earlier one.

import {
  type Attributes,
  type ForeignEvent,
  type ForeignSpan,
  type Message,
  messagesOfSpan,
  sha256Hex,
} from "clew/parse";
import type { Refused } from "./otlp.js";
import { type Json, MICRO, nanosIn, objectIn, textIn } from "./shape.js";

/** Whether an object is a trace event. */
export function isTraceEvent(value: Json): boolean {
  return typeof value.ph === "string" && ("ts" in value || value.ph === "M") && ("pid" in value || "tid" in value);
}

interface Slice {
  readonly name: string;
  readonly track: string;
  readonly start: bigint;
  end: bigint | undefined;
  readonly args: Attributes;
  readonly moments: ForeignEvent[];
  readonly follows: Slice[];
  /** Of what it is: its track, its times, its name, and a count where several are alike. */
  id: string;
  traceId: string;
  parent: Slice | undefined;
}

interface Moment {
  readonly track: string;
  readonly at: bigint;
  readonly event: Json;
}

/** Gathers trace events, which come in any order. */
export class TraceEvents {
  readonly #slices: Slice[] = [];
  readonly #ends: Moment[] = [];
  readonly #begins: Moment[] = [];
  readonly #moments: Moment[] = [];
  readonly #flows: Moment[] = [];
  readonly #names = new Map<string, string>();

  /** Takes an event; gives the reason where it cannot. */
  add(event: Json): string | undefined {
    const { ph } = event;
    if (ph === "M") {
      const name = textIn(objectIn(event.args)?.name);
      if (event.name === "thread_name" && name) this.#names.set(`${event.pid}/${event.tid}`, name);
      if (event.name === "process_name" && name) this.#names.set(String(event.pid), name);
      return undefined;
    }
    const at = nanosIn(typeof event.ts === "string" ? Number(event.ts) : event.ts, MICRO);
    if (at === undefined) return `an event ${JSON.stringify(ph)} without a time`;
    const moment = { track: trackOf(event), at, event };
    if (ph === "X") {
      const duration = nanosIn(event.dur, MICRO);
      this.#slices.push(sliceOf(moment, duration === undefined ? undefined : at + duration));
    } else if (ph === "B" || ph === "b") this.#begins.push(moment);
    else if (ph === "E" || ph === "e") this.#ends.push(moment);
    else if (ph === "s" || ph === "f" || ph === "t") this.#flows.push(moment);
    else this.#moments.push(moment);
    return undefined;
  }

  /** The messages of all events. */
  *messages(refused: Refused): Generator<Message> {
    this.#match(refused);
    const tracks = this.#nest();
    this.#placeMoments(tracks);
    this.#follow(tracks);
    for (const slice of this.#slices) yield* messagesOfSpan(this.#spanOf(slice));
  }

  /** Ends belong to the last begin of their track that is still open. */
  #match(refused: Refused): void {
    const open = new Map<string, Slice[]>();
    const all = [...this.#begins, ...this.#ends].sort((a, b) => compare(a.at, b.at));
    for (const moment of all) {
      const stack = open.get(moment.track) ?? [];
      open.set(moment.track, stack);
      if (moment.event.ph === "B" || moment.event.ph === "b") {
        const slice = sliceOf(moment, undefined);
        stack.push(slice);
        this.#slices.push(slice);
      } else {
        const slice = stack.pop();
        if (slice === undefined) refused(`an end without a beginning, of thread ${moment.track}`);
        else slice.end = moment.at;
      }
    }
  }

  /** Finds what each slice lies in; gives the slices of each track by their start, outer ones first. */
  #nest(): Map<string, Slice[]> {
    const tracks = new Map<string, Slice[]>();
    for (const slice of this.#slices) {
      const track = tracks.get(slice.track);
      if (track === undefined) tracks.set(slice.track, [slice]);
      else track.push(slice);
    }
    const alike = new Map<string, number>();
    for (const slices of tracks.values()) {
      slices.sort((a, b) => compare(a.start, b.start) || compare(endOf(b), endOf(a)));
      const open: Slice[] = [];
      for (const slice of slices) {
        while (open.length > 0 && endOf(open.at(-1) as Slice) < endOf(slice)) open.pop();
        while (open.length > 0 && endOf(open.at(-1) as Slice) <= slice.start && endOf(slice) > slice.start) open.pop();
        slice.parent = open.at(-1);
        open.push(slice);
        const written = JSON.stringify([slice.track, String(slice.start), String(endOf(slice)), slice.name]);
        const count = alike.get(written) ?? 0;
        alike.set(written, count + 1);
        const hash = sha256Hex(`${written}${count}`);
        slice.id = hash.slice(0, 16);
        slice.traceId = slice.parent?.traceId ?? hash.slice(16, 48);
      }
    }
    return tracks;
  }

  #placeMoments(tracks: ReadonlyMap<string, readonly Slice[]>): void {
    for (const { track, at, event } of this.#moments) {
      const slice = innermostAt(tracks.get(track) ?? [], at);
      const attributes = { ...argsOf(event), ...(event.ph !== "i" && event.ph !== "I" && { ph: event.ph }) };
      const moment = { name: textIn(event.name) ?? "event", timeNanos: at, attributes };
      if (slice !== undefined) slice.moments.push(moment);
      else {
        const lone = sliceOf({ track, at, event }, at);
        const hash = sha256Hex(JSON.stringify([track, String(at), moment.name, this.#slices.length]));
        this.#slices.push({ ...lone, id: hash.slice(0, 16), traceId: hash.slice(16, 48) });
      }
    }
  }

  #follow(tracks: ReadonlyMap<string, readonly Slice[]>): void {
    const last = new Map<string, Slice>();
    for (const { track, at, event } of this.#flows.sort((a, b) => compare(a.at, b.at))) {
      const slice = innermostAt(tracks.get(track) ?? [], at);
      const flow = `${event.cat}/${event.name}/${event.id}`;
      const from = last.get(flow);
      if (slice === undefined) continue;
      if (from !== undefined && from !== slice) slice.follows.push(from);
      if (event.ph === "f") last.delete(flow);
      else last.set(flow, slice);
    }
  }

  #spanOf(slice: Slice): ForeignSpan {
    const [pid = "", tid = ""] = slice.track.split("/");
    const thread = this.#names.get(`${pid}/${tid}`);
    return {
      traceId: slice.traceId,
      spanId: slice.id,
      parentSpanId: slice.parent?.id,
      name: slice.name,
      startNanos: slice.start,
      endNanos: slice.end,
      attributes: { ...slice.args, ...(slice.parent === undefined && { thread: thread ?? tid }) },
      resource: { "service.name": this.#names.get(pid) },
      failed: false,
      events: slice.moments,
      links: slice.follows.map(({ traceId, id }) => ({ traceId, spanId: id })),
    };
  }
}

const ASYNC = "async";

/** Where an event is drawn: its thread; an asynchronous one has a track for its id. */
function trackOf({ ph, pid, tid, cat, id, id2 }: Json): string {
  if (ph !== "b" && ph !== "e" && ph !== "n") return `${pid}/${tid}`;
  return `${pid}/${ASYNC}/${cat}/${id ?? JSON.stringify(id2)}`;
}

function sliceOf({ track, at, event }: Moment, end: bigint | undefined): Slice {
  const name = textIn(event.name) ?? "slice";
  const args = { ...argsOf(event), ...(textIn(event.cat) && { cat: event.cat }) };
  return { name, track, start: at, end, args, moments: [], follows: [], id: "", traceId: "", parent: undefined };
}

function argsOf(event: Json): Attributes {
  return objectIn(event.args) ?? {};
}

/** What never ended lasts to the end of the trace. */
const NEVER = 2n ** 80n;

function endOf({ end }: Slice): bigint {
  return end ?? NEVER;
}

/** Of slices by their start, the innermost in which a moment lies. */
function innermostAt(slices: readonly Slice[], at: bigint): Slice | undefined {
  let [low, high] = [0, slices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slices[middle] as Slice).start <= at) low = middle + 1;
    else high = middle;
  }
  let slice = slices[low - 1];
  while (slice !== undefined && endOf(slice) < at) slice = slice.parent;
  return slice;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
