// A log in memory with all that can be asked of it: what its store answers, and what is worked out of whole trees.

import { diffTrees, explainFailures, findApart, findPath, findSlow } from "clew/explain";
import type { TaskTree } from "clew/parse";
import {
  alikeIn,
  apartJson,
  countedKey,
  decodeExact,
  diffCounted,
  diffJson,
  encodeExact,
  type Origins,
  pathJson,
  placeJson,
  type SlowAnswer,
  slowJson,
  type TaskOrigin,
  type WhyAnswer,
  whyJson,
} from "../answers/index.js";
import {
  findTask,
  type LogNews,
  type LogSource,
  narrowedTo,
  type PageRequest,
  sampleSides,
  sampleTasks,
  type TaskQuery,
  takes,
  tasksBeside,
  type Way,
} from "../questions/index.js";
import type { EmbeddedAnswers, EmbeddedPart } from "./embedded-log.js";
import type { MemoryStore } from "./memory-store.js";

/** A log in memory that answers the three questions too. It does not grow. */
export class MemoryLogSource implements LogSource {
  readonly #store: MemoryStore;
  readonly #answers: EmbeddedAnswers | undefined;
  readonly #part: EmbeddedPart | undefined;
  #comparison: { readonly of: string; readonly made: ReturnType<typeof diffCounted> } | undefined;
  #known: { readonly messages: number; readonly origins: Promise<Origins> } | undefined;

  /** With answers, those about the whole log are given; with a `part`, the store holds a part of it. */
  constructor(
    store: MemoryStore,
    { answers, part }: { readonly answers?: EmbeddedAnswers; readonly part?: EmbeddedPart } = {},
  ) {
    this.#store = store;
    this.#answers = answers;
    this.#part = part;
  }

  async summary() {
    const summary = await this.#store.summary();
    if (this.#part === undefined) return summary;
    const { tasks, messages, chosenWith } = this.#part;
    return { ...summary, part: { tasks, messages, chosenWith } };
  }

  async tasks(query: TaskQuery, page: PageRequest) {
    return this.#store.tasks(await this.#told(query), page);
  }

  async facets(query: TaskQuery) {
    return this.#store.facets(await this.#told(query));
  }

  async histogram(query: TaskQuery, buckets: number) {
    return this.#store.histogram(await this.#told(query), buckets);
  }

  async heatmap(query: TaskQuery, columns: number) {
    return this.#store.heatmap(await this.#told(query), columns);
  }

  async groups(query: TaskQuery, field: string) {
    return this.#store.groups(await this.#told(query), field);
  }

  fieldNames() {
    return this.#store.fieldNames();
  }

  nearest(taskUuid: string) {
    return this.#store.nearest(taskUuid);
  }

  async taskUuids(query: TaskQuery) {
    return this.#store.taskUuids(await this.#told(query));
  }

  async search(text: string, limit: number, query: TaskQuery = {}) {
    return this.#store.search(text, limit, await this.#told(query));
  }

  types() {
    return this.#store.types();
  }

  taskLines(taskUuid: string) {
    return this.#store.taskLines(taskUuid);
  }

  linesOf(taskUuids: readonly string[]) {
    return this.#store.linesOf(taskUuids);
  }

  async why(query: TaskQuery = {}, sample?: number) {
    if (this.#answers !== undefined && isEmpty(query)) return decodeExact(this.#answers.why) as WhyAnswer;
    const { unusedLines } = await this.#store.summary();
    if (sample !== undefined) {
      return asPlain(whyJson(await explainFailures(await this.#sampled(query, sample)), unusedLines));
    }
    const of = await this.#matches(query);
    return asPlain(whyJson(await explainFailures(this.#store.trees(), { of }), unusedLines));
  }

  async slow(query: TaskQuery = {}, sample?: number) {
    if (this.#answers !== undefined && isEmpty(query)) return decodeExact(this.#answers.slow) as SlowAnswer;
    if (sample !== undefined) return asPlain(slowJson(await findSlow(await this.#sampled(query, sample))));
    const matches = await this.#matches(query);
    return asPlain(slowJson(await findSlow([...this.#store.trees()].filter(matches))));
  }

  async path(way: Way) {
    return asPlain(pathJson(await findPath(this.#store.trees(), { matches: takes(way) }), way.type));
  }

  async #sampled(query: TaskQuery, sample: number): Promise<readonly TaskTree[]> {
    const uuids = await sampleTasks(this.#store, await this.#told(query), sample);
    return uuids.flatMap((uuid) => [...this.#store.trees(uuid)]);
  }

  async origin(taskUuid: string) {
    if (this.#part !== undefined) return this.#part.origins.find(([uuid]) => uuid === taskUuid)?.[1] ?? null;
    return (await this.#origins()).get(taskUuid)?.place ?? null;
  }

  async apart(these: TaskQuery, among: TaskQuery, sample?: number) {
    const [chosen, matches] = [await this.#matches(these), await this.#matches(among)];
    const trees = [...this.#store.trees()].filter(matches);
    const most = Math.ceil((sample ?? Number.POSITIVE_INFINITY) / 2);
    const sides = sampleSides(trees, chosen, most);
    const some = [...sides.chosen, ...sides.others];
    const report = await findApart(some, { isChosen: chosen });
    return asPlain(apartJson(report, some.length < trees.length ? trees.length : undefined));
  }

  async compare(a: TaskQuery, b: TaskQuery) {
    return asPlain((await this.#compared(a, b)).answer);
  }

  /** All questions about the tasks behind a figure ask for the same comparison: the last one is held. */
  #compared(a: TaskQuery, b: TaskQuery): ReturnType<typeof diffCounted> {
    const of = JSON.stringify([this.#store.messages, a, b]);
    if (this.#comparison?.of !== of) this.#comparison = { of, made: this.#compareNow(a, b) };
    return this.#comparison.made;
  }

  async #compareNow(a: TaskQuery, b: TaskQuery): ReturnType<typeof diffCounted> {
    const [isA, isB] = [await this.#matches(a), await this.#matches(b)];
    const trees = [...this.#store.trees()];
    return diffCounted(trees.filter(isA), trees.filter(isB), { mode: "changes" });
  }

  async diff(taskUuidA: string, taskUuidB: string) {
    const [a, b] = [await findTask(this.#store, taskUuidA), await findTask(this.#store, taskUuidB)];
    const around = (await tasksBeside(this.#store, [a, b])).flatMap((uuid) => [...this.#store.trees(uuid)]);
    return asPlain(diffJson(await diffTrees(this.#store.trees(a), this.#store.trees(b), { around })));
  }

  async #matches(query: TaskQuery): Promise<(tree: TaskTree) => boolean> {
    if (isEmpty(query)) return () => true;
    const chosen = new Set(await this.taskUuids(query));
    return ({ taskUuid }) => chosen.has(taskUuid);
  }

  /** The query as a store is asked it: with the uuids of the tasks that failed like one, or that a comparison counts. */
  async #told({ like, counted, ...query }: TaskQuery): Promise<TaskQuery> {
    const alike = like === undefined ? query : narrowedTo(query, alikeIn(await this.#origins(), like));
    if (counted === undefined) return alike;
    const { of, change, side } = counted;
    const sets = of === undefined ? undefined : (await this.#compared(of.a, of.b)).counted;
    const key = countedKey(change, side);
    return narrowedTo(alike, sets?.find(([each]) => each === key)?.[1] ?? []);
  }

  /** The place where the failure of each failed task began, and its kind; as long as the log stays as it is. */
  #origins(): Promise<Origins> {
    if (this.#known?.messages !== this.#store.messages) {
      this.#known = { messages: this.#store.messages, origins: originsIn(this.#store.trees()) };
    }
    return this.#known.origins;
  }

  follow(_onNews: (news: LogNews) => void): () => void {
    return () => {};
  }
}

async function originsIn(trees: Iterable<TaskTree>): Promise<Origins> {
  const origins = new Map<string, TaskOrigin>();
  await explainFailures(trees, {
    onOrigin: (taskUuid, place, kind) => origins.set(taskUuid, { place: placeJson(place), kind }),
  });
  return origins;
}

function isEmpty(query: TaskQuery): boolean {
  return Object.keys(query).length === 0;
}

/** The answer as it comes from a server, where nothing is `undefined`. */
function asPlain<Answer extends object>(answer: Answer): Answer {
  return decodeExact(encodeExact(answer)) as Answer;
}
