import { diffTrees, explainFailures, findSlow, type RecordPlace } from "clew/explain";
import type { TaskTree } from "clew/parse";
import {
  decodeExact,
  diffJson,
  encodeExact,
  type PlaceAnswer,
  placeJson,
  type SlowAnswer,
  slowJson,
  type WhyAnswer,
  whyJson,
} from "../answers/index.js";
import {
  findTask,
  type LogNews,
  type LogSource,
  type PageRequest,
  type TaskQuery,
  tasksBeside,
} from "../questions/index.js";
import type { EmbeddedPart } from "./embedded-log.js";
import type { MemoryStore } from "./memory-store.js";

/** A log in memory that answers the three questions too. It does not grow. */
export class MemoryLogSource implements LogSource {
  readonly #store: MemoryStore;
  readonly #part: EmbeddedPart | undefined;

  /** With a `part`, the store holds a part of a log, and what was answered about the whole is given. */
  constructor(store: MemoryStore, part?: EmbeddedPart) {
    this.#store = store;
    this.#part = part;
  }

  async summary() {
    const summary = await this.#store.summary();
    if (this.#part === undefined) return summary;
    const { tasks, messages, chosenWith } = this.#part;
    return { ...summary, part: { tasks, messages, chosenWith } };
  }

  tasks(query: TaskQuery, page: PageRequest) {
    return this.#store.tasks(query, page);
  }

  facets(query: TaskQuery) {
    return this.#store.facets(query);
  }

  histogram(query: TaskQuery, buckets: number) {
    return this.#store.histogram(query, buckets);
  }

  taskUuids(query: TaskQuery) {
    return this.#store.taskUuids(query);
  }

  search(text: string, limit: number, query: TaskQuery = {}) {
    return this.#store.search(text, limit, query);
  }

  types() {
    return this.#store.types();
  }

  taskLines(taskUuid: string) {
    return this.#store.taskLines(taskUuid);
  }

  async why(query: TaskQuery = {}) {
    if (this.#part !== undefined && isEmpty(query)) return decodeExact(this.#part.why) as WhyAnswer;
    const { unusedLines } = await this.#store.summary();
    const of = await this.#matches(query);
    return asPlain(whyJson(await explainFailures(this.#store.trees(), { of }), unusedLines));
  }

  async slow(query: TaskQuery = {}) {
    if (this.#part !== undefined && isEmpty(query)) return decodeExact(this.#part.slow) as SlowAnswer;
    const matches = await this.#matches(query);
    return asPlain(slowJson(await findSlow([...this.#store.trees()].filter(matches))));
  }

  async origin(taskUuid: string) {
    if (this.#part !== undefined) return this.#part.origins.find(([uuid]) => uuid === taskUuid)?.[1] ?? null;
    let origin: PlaceAnswer | null = null;
    const onOrigin = (uuid: string, place: RecordPlace) => {
      if (uuid === taskUuid) origin = placeJson(place);
    };
    await explainFailures(this.#store.trees(), { of: (tree) => tree.taskUuid === taskUuid, onOrigin });
    return origin;
  }

  async diff(taskUuidA: string, taskUuidB: string) {
    const [a, b] = [await findTask(this.#store, taskUuidA), await findTask(this.#store, taskUuidB)];
    const around = (await tasksBeside(this.#store, [a, b])).flatMap((uuid) => [...this.#store.trees(uuid)]);
    return asPlain(diffJson(await diffTrees(this.#store.trees(a), this.#store.trees(b), { around })));
  }

  async #matches(query: TaskQuery): Promise<(tree: TaskTree) => boolean> {
    if (isEmpty(query)) return () => true;
    const chosen = new Set(await this.#store.taskUuids(query));
    return ({ taskUuid }) => chosen.has(taskUuid);
  }

  follow(_onNews: (news: LogNews) => void): () => void {
    return () => {};
  }
}

function isEmpty(query: TaskQuery): boolean {
  return Object.keys(query).length === 0;
}

/** The answer as it comes from a server, where nothing is `undefined`. */
function asPlain<Answer extends object>(answer: Answer): Answer {
  return decodeExact(encodeExact(answer)) as Answer;
}
