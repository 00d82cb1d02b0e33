// Google's Trace Event Format, as JSON: read by Perfetto, by about:tracing, and by many others. A task is a process,
// each of its lanes a thread; what follows from something else has an arrow from it.

import { encodeExact } from "@clew/log";
import type { TaskTree } from "clew/parse";
import { actionDetails, messageDetails } from "./details.js";
import { type Arrow, Arrows, followedKeys } from "./follows.js";
import { actionName, messageName, outcome, taskName } from "./labels.js";
import { lanesOf } from "./lanes.js";
import { type Span, timelineOf } from "./timeline.js";

/** Where an event is drawn. */
interface Place {
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
}

type Event = Place & Readonly<Record<string, unknown>>;

/** Messages outside of every action are the threads of one process. */
const ALONE = 0;

export async function* exportChromeTrace(trees: AsyncIterable<TaskTree>): AsyncGenerator<string> {
  yield '{"displayTimeUnit":"ms","otherData":{"producer":"clew"},"traceEvents":[';
  const arrows = new Arrows<Place>();
  const links = { count: 0 };
  let between = "\n";
  let tasks = 0;
  for await (const tree of trees) {
    const pid = tree.root.kind === "message" ? ALONE : ++tasks;
    for (const event of taskEvents(tree, pid, arrows, links)) {
      yield between + encodeExact(event);
      between = ",\n";
    }
  }
  yield "\n]}\n";
}

function* taskEvents(
  tree: TaskTree,
  pid: number,
  arrows: Arrows<Place>,
  links: { count: number },
): Generator<object, void, undefined> {
  const { spans, instants } = timelineOf(tree);
  const tids = new Map<Span, number>();
  if (pid !== ALONE) {
    yield named("process_name", pid, 0, taskName(tree));
    yield { ph: "M", name: "process_sort_index", pid, tid: 0, ts: 0, args: { sort_index: pid } };
  }
  const lanes = lanesOf(spans);
  for (let tid = 0; tid < lanes.length; tid++) {
    yield named("thread_name", pid, tid, `lane ${tid + 1}`);
    for (const span of lanes[tid] ?? []) {
      tids.set(span, tid);
      yield actionEvent(span, { pid, tid, ts: span.start });
    }
  }
  for (const { message, span, at } of instants) {
    const tid = span === undefined ? 0 : (tids.get(span) ?? 0);
    const args = messageDetails(message);
    yield { ph: "i", s: "t", name: messageName(message), cat: "message", pid, tid, ts: at, args };
  }
  for (const span of spans) {
    const place = { pid, tid: tids.get(span) ?? 0, ts: span.start };
    for (const arrow of arrows.add(span.key, place, followedKeys(span.action)))
      yield* arrowEvents(arrow, ++links.count);
  }
}

function actionEvent(span: Span, place: Place): Event {
  const { action, start, end } = span;
  const status = outcome(action);
  return {
    ph: "X",
    name: actionName(action),
    cat: `action,${status}`,
    ...place,
    dur: end - start,
    ...(status === "failed" && { cname: "terrible" }),
    args: actionDetails(span),
  };
}

/** An arrow lies between two moments, and clocks of two machines may not agree on which of them is the later. */
function* arrowEvents({ from, to }: Arrow<Place>, id: number): Generator<Event, void, undefined> {
  const arrow = { name: "follows from", cat: "follows", id };
  yield { ph: "s", ...arrow, ...from, ts: Math.min(from.ts, to.ts) };
  yield { ph: "f", bp: "e", ...arrow, ...to };
}

function named(what: string, pid: number, tid: number, name: string): Event {
  return { ph: "M", name: what, pid, tid, ts: 0, args: { name } };
}
