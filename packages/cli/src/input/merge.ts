import type { Message } from "clew/parse";

type Batch = readonly Message[];

/** Several logs as one, by time. Each keeps its own order. */
export async function* mergeByTime(logs: readonly AsyncIterator<Batch>[]): AsyncGenerator<Batch, void, undefined> {
  const heads = await Promise.all(logs.map(headOf));
  let open = heads.filter((head) => head !== undefined);
  let merged: Message[] = [];
  while (open.length > 1) {
    const [first, bound] = earliest(open);
    const { batch, at } = first;
    let end = at;
    do merged.push(batch[end++] as Message);
    while (end < batch.length && (batch[end] as Message).timestamp <= bound);
    if (merged.length >= BATCH) {
      yield merged;
      merged = [];
    }
    if (!(await advance(first, end))) open = open.filter((head) => head !== first);
  }
  yield merged;
  for (const last of open) {
    do yield last.batch.slice(last.at);
    while (await advance(last, last.batch.length));
  }
}

const BATCH = 1000;

interface Head {
  readonly log: AsyncIterator<Batch>;
  batch: Batch;
  at: number;
}

async function headOf(log: AsyncIterator<Batch>): Promise<Head | undefined> {
  const head: Head = { log, batch: [], at: 0 };
  return (await advance(head, 0)) ? head : undefined;
}

/** Moves to a place, in this batch or at the beginning of the next; gives whether something is there. */
async function advance(head: Head, at: number): Promise<boolean> {
  head.at = at;
  while (head.at >= head.batch.length) {
    const next = await head.log.next();
    if (next.done) return false;
    head.batch = next.value;
    head.at = 0;
  }
  return true;
}

/** The head with the earliest message, and the time from which on another one is earlier. */
function earliest(heads: readonly Head[]): [first: Head, bound: number] {
  let first = heads[0] as Head;
  let bound = Infinity;
  for (const head of heads.slice(1)) {
    if (timeOf(head) < timeOf(first)) {
      bound = timeOf(first);
      first = head;
    } else bound = Math.min(bound, timeOf(head));
  }
  return [first, bound];
}

function timeOf({ batch, at }: Head): number {
  return (batch[at] as Message).timestamp;
}
