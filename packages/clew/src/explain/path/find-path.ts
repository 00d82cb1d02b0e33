// `path`: what made it take this way.

import type { TaskTree, WrittenNode } from "../../parse/index.js";
import { type Apart, EvenSample, FeatureNumbers, setApart } from "../apart/index.js";
import {
  type ActionPath,
  type ActionPlace,
  createPathRoot,
  type ItemPlace,
  itemPlace,
  placeOf,
  type Span,
  type SpanItem,
  spansOf,
  toSpan,
} from "../task/index.js";
import { type Crossing, crossingOf, itemBefore, nodeOf } from "./path-facts.js";
import type { PathReport } from "./path-report.js";

export interface FindPathOptions {
  /** Whether an action or a message is the way that is asked about. */
  readonly matches: (node: WrittenNode) => boolean;
}

/**
 * Says what made tasks take a way: of all actions in which what matches could have occurred (those in which it did, and
 * those like them), what sets those in which it did apart from those in which it did not.
 *
 * Only what was known before counts: what starts say, down to the action; messages, and how steps ended, before it. Reads
 * the trees once and keeps a bounded summary of them.
 *
 * @example
 * ```ts
 * import { findPath } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const orders = ["eu", "us", "eu"].flatMap((region, i) => [
 *   `{"task_uuid":"${i}","task_level":[1],"timestamp":1,"action_type":"order","action_status":"started","region":"${region}"}`,
 *   ...(region === "eu" ? [`{"task_uuid":"${i}","task_level":[2],"timestamp":2,"message_type":"vat"}`] : []),
 *   `{"task_uuid":"${i}","task_level":[3],"timestamp":3,"action_type":"order","action_status":"succeeded"}`,
 * ]);
 * const { matched, population } = await findPath(parseStream(orders), {
 *   matches: (node) => node.kind === "message" && node.messageType === "vat",
 * });
 * console.log(`${matched} of ${population}`); // 2 of 3
 * ```
 */
export async function findPath(
  trees: Iterable<TaskTree> | AsyncIterable<TaskTree>,
  { matches }: FindPathOptions,
): Promise<PathReport> {
  const study = new PathStudy(matches);
  for await (const tree of trees) study.add(tree);
  return study.report();
}

/** Actions and messages of tasks that are held, of those in which the way was taken and of the others each. */
const MOST_HELD = 150_000;
/** Kinds of action that are counted. */
const MOST_KINDS = 20_000;
/** Actions of one task of which all that was known is gathered; of more an even part. */
const MOST_IN_TASK = 50;

/** The actions of one path; of `undefined`, the tasks themselves. */
interface Places {
  readonly path: ActionPath | undefined;
  population: number;
  matched: number;
  taken: ActionPlace | undefined;
  notTaken: ActionPlace | undefined;
  /** What stood before the way, by type, with an example. */
  readonly after: Map<string, { count: number; readonly place: ItemPlace | null }>;
}

/** A task, with the ways that were taken in it, by the action in which they were. */
interface Held {
  readonly root: Span;
  readonly ways: ReadonlyMap<Span, SpanItem>;
  readonly size: number;
}

class PathStudy {
  readonly #matches: (node: WrittenNode) => boolean;
  readonly #paths = createPathRoot();
  readonly #places = new Map<ActionPath | undefined, Places>();
  readonly #taking = new EvenSample<Held>(MOST_HELD, ({ size }) => size);
  readonly #others = new EvenSample<Held>(MOST_HELD, ({ size }) => size);

  constructor(matches: (node: WrittenNode) => boolean) {
    this.#matches = matches;
  }

  add(tree: TaskTree): void {
    const root = toSpan(tree, this.#paths);
    if (root === undefined || tree.continues !== undefined) return;
    const ways = new Map<Span, SpanItem>();
    let size = 0;
    for (const place of spansOf(root)) {
      size += 1 + place.items.length;
      const way = place.items.find((item) => this.#matches(nodeOf(item)));
      if (way !== undefined) ways.set(place, way);
      this.#count(place.path, place, way);
    }
    // A root can be the way as well: then every task is a place in which it could have been taken.
    const isWay = this.#matches(root.action);
    this.#count(undefined, root, isWay ? root : undefined);
    const held = { root, ways, size };
    if (ways.size > 0 || isWay) this.#taking.add(() => held);
    else this.#others.add(() => held);
  }

  #count(path: ActionPath | undefined, place: Span, way: SpanItem | undefined): void {
    let places = this.#places.get(path);
    if (places === undefined) {
      if (this.#places.size >= MOST_KINDS) return;
      places = { path, population: 0, matched: 0, taken: undefined, notTaken: undefined, after: new Map() };
      this.#places.set(path, places);
    }
    places.population++;
    if (way === undefined) places.notTaken ??= placeOf(place);
    else {
      places.matched++;
      places.taken ??= placeOf(place);
      noteBefore(places, place, way);
    }
  }

  report(): PathReport {
    const all = [...this.#places.values()].filter(({ matched }) => matched > 0);
    const inside = all.filter(({ path }) => path !== undefined);
    const through = (inside.length > 0 ? inside : all).sort((x, y) => y.matched - x.matched);
    const [most] = through;
    const apart = this.#apart(new Set(through.map(({ path }) => path)));
    const sum = (of: (places: Places) => number) => through.reduce((total, places) => total + of(places), 0);
    return {
      matched: sum(({ matched }) => matched),
      population: sum(({ population }) => population),
      setApart: apart.entries,
      partedAt: most?.path === undefined ? undefined : { actionPath: most.path.types(), after: mostBefore(most) },
      example: { taken: most?.taken, notTaken: most?.notTaken },
    };
  }

  #apart(paths: ReadonlySet<ActionPath | undefined>): Apart {
    const features = new FeatureNumbers();
    const crossings: Crossing[] = [];
    for (const { root, ways } of [...this.#taking.all(), ...this.#others.all()]) {
      if (paths.has(undefined))
        crossings.push({ ...crossingOf(root, root, undefined, features), taken: this.#matches(root.action) });
      const places = [...spansOf(root)].filter(({ path }) => paths.has(path));
      const every = Math.ceil(places.length / MOST_IN_TASK);
      for (const [i, place] of places.entries()) {
        if (i % every === 0) crossings.push(crossingOf(root, place, ways.get(place), features));
      }
    }
    const units = crossings.map(({ taken, ...known }) => ({ ...known, these: taken }));
    if (!units.some(({ these }) => these) || units.every(({ these }) => these))
      return { entries: [], explained: 0, example: undefined };
    return setApart(units, features);
  }
}

function noteBefore({ after }: Places, place: Span, way: SpanItem): void {
  const before = way === place ? undefined : itemPlace(itemBefore(place, way));
  const key = before?.type ?? "";
  const known = after.get(key);
  if (known === undefined) after.set(key, { count: 1, place: before ?? null });
  else known.count++;
}

function mostBefore({ after }: Places): ItemPlace | null {
  const [most] = [...after.values()].sort((x, y) => y.count - x.count);
  return most?.place ?? null;
}
