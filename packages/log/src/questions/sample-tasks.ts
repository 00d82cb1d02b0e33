import type { TaskStatus } from "../answers/index.js";
import type { LogStore } from "./log-source.js";
import type { TaskQuery } from "./task-query.js";

/** Of a log with more tasks than these samples of them answer first what reads whole tasks. */
export const FEW_TASKS = 5000;
/** The tasks of the first sample: so few are read within a moment out of a million messages. */
export const FIRST_SAMPLE = 240;

/**
 * The uuids of a part of the tasks that match: of those that failed up to half of the part, and a part of the others, both
 * in even runs of neighbours; all of them where they are no more.
 *
 * ```ts
 * import { MemoryStore, sampleTasks } from "@clew/log";
 *
 * const store = new MemoryStore("app.log");
 * for (const uuid of "abcdef") {
 *   store.add(`{"task_uuid":"${uuid}","task_level":[1],"timestamp":1,"message_type":"hello"}`);
 * }
 * console.log(await sampleTasks(store, {}, 3)); // [ 'a', 'c', 'e' ]
 * ```
 */
export async function sampleTasks(store: ListingStore, query: TaskQuery, most: number): Promise<readonly string[]> {
  const { statuses = STATUSES } = query;
  const listOf = (wanted: (status: TaskStatus) => boolean) =>
    listedIn(store, { ...query, statuses: statuses.filter(wanted) });
  const [failed, others] = await Promise.all([
    listOf((status) => status === "failed"),
    listOf((status) => status !== "failed"),
  ]);
  if (failed.count + others.count <= most) return store.taskUuids(query);
  const first = runsOf(failed.count, Math.ceil(most / 2));
  const parts = [failed.at(first), others.at(runsOf(others.count, most - first.length))];
  return (await Promise.all(parts)).flat();
}

/** What a store needs for that. */
export type ListingStore = Pick<LogStore, "tasks" | "taskUuids" | "taskUuidsAt">;

const STATUSES: readonly TaskStatus[] = ["succeeded", "failed", "incomplete"];

/** The list of the tasks that match, of which only some are wanted. */
interface TaskList {
  readonly count: number;
  /** The uuids of those at some places. */
  at(places: readonly number[]): Promise<readonly string[]>;
}

async function listedIn(store: ListingStore, query: TaskQuery): Promise<TaskList> {
  if (store.taskUuidsAt === undefined) {
    const uuids = await store.taskUuids(query);
    return { count: uuids.length, at: async (places) => places.map((place) => uuids[place] as string) };
  }
  const { total } = await store.tasks(query, { sort: "time", descending: false, offset: 0, limit: 0 });
  return { count: total, at: async (places) => store.taskUuidsAt?.(query, places) ?? [] };
}

/** So many of a list, in even steps; with a run, so many neighbours at each. */
export function evenPart<T>(list: readonly T[], most: number, run = 1): readonly T[] {
  return evenPlaces(list.length, most, run).map((place) => list[place] as T);
}

/**
 * So many of a list, in about twice as many even steps as each has neighbours: what lies side by side in a log is read at
 * once, and there are still more moments than tasks of one moment.
 */
export function evenRuns<T>(list: readonly T[], most: number): readonly T[] {
  return runsOf(list.length, most).map((place) => list[place] as T);
}

/** Parts of tasks that are chosen and of the others. */
export interface SampledSides<T> {
  readonly chosen: readonly T[];
  readonly others: readonly T[];
  /** The part of all in which the others lie; none where they do not. */
  readonly common: readonly T[];
}

/**
 * So many of each side at most, in even runs. The others are taken out of a part of all, as long as not many of that are
 * chosen: whatever is chosen next, they are mostly the same, and need not be read again.
 */
export function sampleSides<T>(all: readonly T[], isChosen: (item: T) => boolean, most: number): SampledSides<T> {
  const [these, others]: readonly [T[], T[]] = [[], []];
  for (const item of all) (isChosen(item) ? these : others).push(item);
  const chosen = evenRuns(these, most);
  const common = evenRuns(all, most);
  const inCommon = common.filter((item) => !isChosen(item));
  if (others.length <= most || inCommon.length < most * ENOUGH) {
    return { chosen, others: evenRuns(others, most), common: [] };
  }
  return { chosen, others: inCommon, common };
}

/** The share of a side that says as much as all of it. */
const ENOUGH = 3 / 4;

function runsOf(count: number, most: number): readonly number[] {
  return evenPlaces(count, most, Math.max(1, Math.floor(Math.sqrt(most / 2))));
}

/** The places in a list of so many. */
function evenPlaces(count: number, most: number, run: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  const steps = Math.ceil(most / run);
  const leftOut = (i: number) => Math.floor((Math.floor(i / run) * (count - most)) / steps);
  return Array.from({ length: most }, (_, i) => i + leftOut(i));
}
