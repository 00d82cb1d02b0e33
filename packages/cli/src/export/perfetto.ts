// Perfetto's own form: packets of Protocol Buffers. A task is a group of tracks, one for each of its lanes.

import type { TaskTree } from "clew/parse";
import { actionDetails, messageDetails } from "./details.js";
import { Arrows, followedKeys } from "./follows.js";
import { actionName, messageName, outcome, taskName } from "./labels.js";
import { type Lane, laneEvents, lanesOf } from "./lanes.js";
import { clockPacket, eventPacket, INSTANT, SLICE_BEGIN, SLICE_END, trackPacket } from "./perfetto-packets.js";
import { type Instant, type Span, timelineOf } from "./timeline.js";

/** Where something is drawn. */
interface Place {
  readonly track: number;
  readonly at: number;
  readonly name: string;
}

/** Messages outside of every action have one track together. */
const ALONE = 1;

export async function* exportPerfetto(trees: AsyncIterable<TaskTree>): AsyncGenerator<Uint8Array> {
  const trace = new PerfettoTrace();
  for await (const tree of trees) yield* trace.task(tree);
}

class PerfettoTrace {
  readonly #arrows = new Arrows<Place>();
  #tracks = ALONE;
  #flows = 0;
  #hasClock = false;
  #hasAlone = false;

  *task(tree: TaskTree): Generator<Uint8Array, void, undefined> {
    const { spans, instants } = timelineOf(tree);
    if (!this.#hasClock) yield clockPacket(spans[0]?.start ?? instants[0]?.at ?? 0);
    this.#hasClock = true;
    const tracks = new Map<Span, number>();
    if (spans.length === 0) yield* this.#alone();
    else {
      const group = ++this.#tracks;
      yield trackPacket(group, taskName(tree));
      const lanes = lanesOf(spans);
      for (let i = 0; i < lanes.length; i++) {
        const track = ++this.#tracks;
        yield trackPacket(track, `lane ${i + 1}`, group);
        yield* this.#lane(lanes[i] ?? [], track, tracks);
      }
    }
    for (const instant of instants) yield messagePacket(instant, tracks);
    for (const span of spans) yield* this.#follows(span, tracks.get(span) ?? ALONE);
  }

  *#alone(): Generator<Uint8Array, void, undefined> {
    if (!this.#hasAlone) yield trackPacket(ALONE, "messages outside of actions");
    this.#hasAlone = true;
  }

  *#lane(lane: Lane, track: number, tracks: Map<Span, number>): Generator<Uint8Array, void, undefined> {
    for (const { kind, span, at } of laneEvents(lane)) {
      if (kind === "close") {
        yield eventPacket({ type: SLICE_END, track, at });
        continue;
      }
      tracks.set(span, track);
      const { action } = span;
      const categories = ["action", outcome(action)];
      yield eventPacket({
        type: SLICE_BEGIN,
        track,
        at,
        name: actionName(action),
        categories,
        details: actionDetails(span),
      });
    }
  }

  /** Both ends are marks on their actions; that of the cause may only be known once its action has been written. */
  *#follows(span: Span, track: number): Generator<Uint8Array, void, undefined> {
    const place = { track, at: span.start, name: actionName(span.action) };
    const categories = ["follows"];
    for (const { from, to } of this.#arrows.add(span.key, place, followedKeys(span.action))) {
      const flow = ++this.#flows;
      // Perfetto turns an arrow round that points back in time, as it may where the clocks of two machines disagree.
      const at = Math.min(from.at, to.at);
      yield eventPacket({ type: INSTANT, track: from.track, at, name: `causes ${to.name}`, categories, flow });
      const name = `follows from ${from.name}`;
      yield eventPacket({ type: INSTANT, track: to.track, at: to.at, name, categories, endOfFlow: flow });
    }
  }
}

function messagePacket({ message, span, at }: Instant, tracks: ReadonlyMap<Span, number>): Uint8Array {
  return eventPacket({
    type: INSTANT,
    track: (span && tracks.get(span)) ?? ALONE,
    at,
    name: messageName(message),
    categories: ["message"],
    details: messageDetails(message),
  });
}
