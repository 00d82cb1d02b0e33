import { diffTrees, explainFailures, findSlow } from "clew/explain";
import { decodeExact, diffJson, encodeExact, slowJson, whyJson } from "../answers/index.js";
import type { LogNews, LogSource, PageRequest, TaskQuery } from "../questions/index.js";
import type { MemoryStore } from "./memory-store.js";

/** A log in memory that answers the three questions too. It does not grow. */
export class MemoryLogSource implements LogSource {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  summary() {
    return this.#store.summary();
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

  search(text: string, limit: number) {
    return this.#store.search(text, limit);
  }

  types() {
    return this.#store.types();
  }

  taskLines(taskUuid: string) {
    return this.#store.taskLines(taskUuid);
  }

  async why() {
    const { unusedLines } = await this.#store.summary();
    return asPlain(whyJson(await explainFailures(this.#store.trees()), unusedLines));
  }

  async slow() {
    return asPlain(slowJson(await findSlow(this.#store.trees())));
  }

  async diff(taskUuidA: string, taskUuidB: string) {
    return asPlain(diffJson(await diffTrees(this.#store.trees(taskUuidA), this.#store.trees(taskUuidB))));
  }

  follow(_onNews: (news: LogNews) => void): () => void {
    return () => {};
  }
}

/** The answer as it comes from a server, where nothing is `undefined`. */
function asPlain<Answer extends object>(answer: Answer): Answer {
  return decodeExact(encodeExact(answer)) as Answer;
}
