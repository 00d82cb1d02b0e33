// Tasks that somebody chose, by any mark, against the others: all that is known of each, to its end, is compared.

import type { TaskTree } from "../../parse/index.js";
import { collectFeatures, EvenSample, FeatureNumbers, type SetApart, setApart, type Unit } from "../apart/index.js";
import { createPathRoot, type Span, toSpan } from "../task/index.js";

export interface FindApartOptions {
  /** Whether a task is one of those that are asked about. */
  readonly isChosen: (tree: TaskTree) => boolean;
}

export interface ChoiceReport {
  /** The tasks that were asked about, and the others. */
  readonly these: number;
  readonly others: number;
  /** The most telling first; empty where chance may be all there is. */
  readonly setApart: readonly SetApart[];
}

/** Values that are kept of the tasks of each kind: some 2,500 tasks. */
const MOST_KEPT = 300_000;

/**
 * Says what sets chosen tasks apart from the others: values that are so much more frequent in them that chance does not
 * explain it. Of an action or a message that not all tasks come to, those tasks are compared that do. Reads the trees once
 * and keeps a bounded summary of them.
 *
 * @example
 * ```ts
 * import { findApart } from "clew/explain";
 * import { parseStream } from "clew/parse";
 *
 * const lines = Array.from({ length: 40 }, (_, i) => {
 *   const region = i % 4 === 0 ? "islands" : "north";
 *   return `{"task_uuid":"${i}","task_level":[1],"timestamp":${i},"action_type":"order","action_status":"started","region":"${region}"}`;
 * });
 * const { setApart } = await findApart(parseStream(lines), { isChosen: ({ taskUuid }) => Number(taskUuid) % 4 === 0 });
 * console.log(setApart[0]); // field: "order.region", value: "islands"
 * ```
 */
export async function findApart(
  trees: Iterable<TaskTree> | AsyncIterable<TaskTree>,
  { isChosen }: FindApartOptions,
): Promise<ChoiceReport> {
  const paths = createPathRoot();
  const features = new FeatureNumbers();
  const sizeOf = (unit: Unit) => unit.features.length;
  const kept = { these: new EvenSample<Unit>(MOST_KEPT, sizeOf), others: new EvenSample<Unit>(MOST_KEPT, sizeOf) };
  const counts = { these: 0, others: 0 };
  for await (const tree of trees) {
    const root = toSpan(tree, paths);
    if (root === undefined || tree.continues !== undefined) continue;
    const side = isChosen(tree) ? "these" : "others";
    counts[side]++;
    kept[side].add(() => unitOf(root, side === "these", features));
  }
  const apart =
    counts.these === 0 || counts.others === 0
      ? []
      : setApart([...kept.these.all(), ...kept.others.all()], features).entries;
  return { ...counts, setApart: apart };
}

/** All that is known of a task. */
function unitOf(root: Span, these: boolean, numbers: FeatureNumbers): Unit {
  const features = new Set<number>();
  const sizes = new Map<number, number>();
  collectFeatures(root, numbers, (feature) => features.add(feature), {
    failures: true,
    numbers: (field, value) => {
      if (!sizes.has(field)) sizes.set(field, value);
    },
  });
  return {
    these,
    features: Int32Array.from(features),
    numberFields: Int32Array.from(sizes.keys()),
    numberValues: Float64Array.from(sizes.values()),
  };
}
