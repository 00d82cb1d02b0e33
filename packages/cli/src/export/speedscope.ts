// The file format of speedscope: a profile for each lane of each task, on which frames open and close.

import { encodeExact } from "@clew/log";
import type { TaskTree } from "clew/parse";
import { actionName, outcome, taskName } from "./labels.js";
import { type Lane, laneEvents, lanesOf } from "./lanes.js";
import { timelineOf } from "./timeline.js";

const SCHEMA = "https://www.speedscope.app/file-format-schema.json";

export async function* exportSpeedscope(trees: AsyncIterable<TaskTree>): AsyncGenerator<string> {
  const frames = new Frames();
  yield `{"$schema":"${SCHEMA}","exporter":"clew","name":"clew","activeProfileIndex":0,"profiles":[`;
  let between = "\n";
  for await (const tree of trees) {
    const { spans } = timelineOf(tree);
    const from = spans[0]?.start ?? 0;
    const lanes = lanesOf(spans);
    for (let i = 0; i < lanes.length; i++) {
      const name = lanes.length === 1 ? taskName(tree) : `${taskName(tree)} lane ${i + 1} of ${lanes.length}`;
      yield between;
      yield* profile(name, lanes[i] ?? [], from, frames);
      between = ",\n";
    }
  }
  yield `\n],"shared":{"frames":[${frames.names.map((name) => encodeExact({ name })).join(",\n")}]}}\n`;
}

/** Frames are told apart by their names; there are as many as there are types of actions, failed ones apart. */
class Frames {
  readonly names: string[] = [];
  readonly #indices = new Map<string, number>();

  indexOf(name: string): number {
    const known = this.#indices.get(name);
    if (known !== undefined) return known;
    const index = this.names.push(name) - 1;
    this.#indices.set(name, index);
    return index;
  }
}

/** Moments are counted from the task's start: those of a clock have no digits left where speedscope adds them up. */
function* profile(name: string, lane: Lane, from: number, frames: Frames): Generator<string, void, undefined> {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { start, end } of lane) {
    first = Math.min(first, start - from);
    last = Math.max(last, end - from);
  }
  yield `{"type":"evented","name":${encodeExact(name)},"unit":"microseconds","startValue":${first},"endValue":${last},"events":[`;
  let between = "";
  for (const { kind, span, at } of laneEvents(lane)) {
    const status = outcome(span.action);
    const frame = frames.indexOf(actionName(span.action) + (status === "succeeded" ? "" : ` (${status})`));
    yield `${between}{"type":"${kind === "open" ? "O" : "C"}","frame":${frame},"at":${at - from}}`;
    between = ",";
  }
  yield "]}";
}
