// Exactly one tree for each task, in memory that depends on how many tasks run at once and not on how long the log is:
// the log is read twice, first only to see where each task has its last message.

import { graftTasks, hashOfUuid, Parser, type TaskTree } from "clew/parse";
import { type Batch, noting, type TaskNotes } from "./batch.js";
import { LastBatches } from "./last-batches.js";
import type { MessageSink } from "./layered-lines.js";

type Batches = AsyncIterable<Batch>;

/**
 * Gives the trees in the order of their first messages. A log of few messages is kept and read once. Of a longer one a
 * task that runs for long holds up those after it for `MOST_WAITED` batches only.
 *
 * `read` reads the log from its beginning; it is called a second time where the log is long, and must give the same.
 */
export async function* wholeTrees(
  read: (pass: 1 | 2) => Batches,
  { logBytes, ofAll = true, mostKept = MOST_KEPT }: { logBytes: number; ofAll?: boolean; mostKept?: number },
): AsyncGenerator<TaskTree, void, undefined> {
  const last = new LastBatches(logBytes, ofAll);
  const parser = new Parser();
  let kept = 0;
  let number = 0;
  const notes: TaskNotes = {
    note: (uuidHash) => last.note(uuidHash, number),
    want: (uuidHash) => last.want(uuidHash),
    asked: (uuidHash, traceHash) => last.join(uuidHash, traceHash),
  };
  const noted = noting(notes);
  const firstPass: MessageSink = {
    message: (message, line) => {
      noted.message(message, line);
      parser.add(message);
      kept++;
    },
    scanned: (line) => {
      noted.scanned(line);
      parser.addScanned(line);
      kept++;
    },
  };
  let fed = 0;
  for await (const batch of read(1)) {
    if (kept <= mostKept) {
      batch.feed(firstPass);
      fed++;
      // One message too many lets all of them go.
      if (kept > mostKept) parser.end();
    } else batch.tasks(notes);
    number++;
  }
  last.settle();
  if (kept <= mostKept) yield* parser.end();
  else yield* secondPass(read(2), last, fed);
}

/** Messages of a log that is kept whole; they take about 10 MiB. */
const MOST_KEPT = 20_000;

/** The lines of the first `fed` batches are known already; what cannot be used of the others is told of now. */
async function* secondPass(
  batches: Batches,
  last: LastBatches,
  fed: number,
): AsyncGenerator<TaskTree, void, undefined> {
  const queue = new FirstComeQueue();
  const parser = new Parser({ onBegin: (taskUuid) => queue.begin(taskUuid, last.of(taskUuid)) });
  const sink: MessageSink = {
    message: (message) => {
      if (last.wants(hashOfUuid(message.task_uuid))) parser.add(message);
    },
    scanned: (line) => {
      if (last.wants(line.uuidHash)) parser.addScanned(line);
    },
  };
  let number = 0;
  for await (const batch of batches) {
    batch.feed(sink, number < fed ? "known" : "told");
    queue.end(number, (taskUuid) => parser.take(taskUuid));
    yield* queue.take(number);
    number++;
  }
  yield* queue.take(Infinity);
  yield* parser.end();
}

/** So many batches of 128 KiB a tree may wait for one that began before it. */
const MOST_WAITED = 16;

interface Place {
  readonly taskUuid: string;
  tree: TaskTree | undefined;
  since: number;
  given: boolean;
}

class FirstComeQueue {
  readonly #ending = new Map<number, Place[]>();
  #places: Place[] = [];
  #given = 0;
  #ended: Place[] = [];

  begin(taskUuid: string, lastBatch: number): void {
    const place = { taskUuid, tree: undefined, since: lastBatch, given: false };
    this.#places.push(place);
    const ending = this.#ending.get(lastBatch);
    if (ending === undefined) this.#ending.set(lastBatch, [place]);
    else ending.push(place);
  }

  /** Takes the trees of which this batch was the last. */
  end(batch: number, take: (taskUuid: string) => TaskTree | undefined): void {
    const ending = this.#ending.get(batch) ?? [];
    const taken = ending.map(({ taskUuid }) => take(taskUuid));
    const trees = taken.filter((tree) => tree !== undefined);
    const left = graftTasks(trees);
    // Nearly always all of them.
    const remains = left.length === trees.length ? undefined : new Set(left);
    for (const [i, place] of ending.entries()) {
      const tree = taken[i];
      if (tree !== undefined && remains?.has(tree) !== false) {
        place.tree = tree;
        this.#ended.push(place);
      } else {
        // Its tree stands in another one.
        place.given = true;
        this.#given++;
      }
    }
    this.#ending.delete(batch);
  }

  /** The trees that nothing holds up any more after this batch. */
  *take(batch: number): Generator<TaskTree, void, undefined> {
    const waitedEnough = (place: Place) => place.tree !== undefined && batch - place.since >= MOST_WAITED;
    let front = 0;
    for (const place of this.#places) {
      if (place.tree === undefined && !place.given) break;
      front++;
      yield* this.#give(place);
    }
    this.#given -= front;
    if (front > 0) this.#places.splice(0, front);
    let overdue = 0;
    for (const place of this.#ended) {
      if (!place.given && !waitedEnough(place)) break;
      overdue++;
      yield* this.#give(place);
    }
    if (overdue > 0) this.#ended.splice(0, overdue);
    if (this.#given > 1024 && this.#given * 2 > this.#places.length) {
      this.#places = this.#places.filter((place) => !place.given);
      this.#given = 0;
    }
  }

  *#give(place: Place): Generator<TaskTree, void, undefined> {
    const { tree } = place;
    if (place.given || tree === undefined) return;
    place.given = true;
    place.tree = undefined;
    this.#given++;
    yield tree;
  }
}
