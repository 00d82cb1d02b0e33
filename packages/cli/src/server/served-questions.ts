// The questions that a server answers: for each how it is read out of a request, and how it is answered.

import {
  CHANGE_KINDS,
  type Counted,
  FIELD_OPERATORS,
  type FieldValue,
  MOST_BUCKETS,
  MOST_NAMED,
  MOST_ROWS,
  MOST_SAMPLED,
  type PageRequest,
  type Questions,
  type TaskQuery,
  type TaskStatus,
  type Way,
} from "@clew/log";
import { Asked, oneOf, QuestionError, textOf } from "./asked.js";
import type { ShownLog } from "./shown-log.js";

/** Said to who asks about a baseline where there is none. */
export const NO_BASELINE = "There is no log that this is compared with; clew view --baseline gives one.";

/** The forms of answers; JSON where a question says nothing else. */
export type AnswerType = "application/json" | "application/x-ndjson" | "text/plain";

export interface ServedQuestion<Question> {
  read(asked: Asked): Question;
  answer(log: ShownLog, question: Question): Promise<string>;
  readonly type?: AnswerType;
  /** True for a question that reads the whole log: it may take minutes, and is not cut off as others are. */
  readonly isLong?: boolean;
}

export const SERVED_QUESTIONS: { readonly [Name in keyof Questions]: ServedQuestion<Questions[Name]> } = {
  summary: {
    read: nothing,
    answer: async (log) => JSON.stringify({ ...(await log.summary()), compared: log.explanations.pair?.names }),
  },
  tasks: {
    read: (asked) => ({ query: taskQuery(asked.part("query")), page: pageRequest(asked.part("page")) }),
    answer: async (log, { query, page }) => JSON.stringify(await log.store.tasks(await told(log, query), page)),
  },
  taskUuids: {
    read: (asked) => ({ query: taskQuery(asked.part("query")) }),
    answer: async (log, { query }) => JSON.stringify(await log.store.taskUuids(await told(log, query))),
  },
  facets: {
    read: (asked) => ({ query: taskQuery(asked.part("query")) }),
    answer: async (log, { query }) => JSON.stringify(await log.store.facets(await told(log, query))),
  },
  histogram: {
    read: (asked) => ({ query: taskQuery(asked.part("query")), buckets: asked.whole("buckets", 1, MOST_BUCKETS) }),
    answer: async (log, { query, buckets }) =>
      JSON.stringify(await log.store.histogram(await told(log, query), buckets)),
  },
  heatmap: {
    read: (asked) => ({ query: taskQuery(asked.part("query")), columns: asked.whole("columns", 1, MOST_BUCKETS) }),
    answer: async (log, { query, columns }) => JSON.stringify(await log.store.heatmap(await told(log, query), columns)),
  },
  groups: {
    read: (asked) => ({ query: taskQuery(asked.part("query")), field: asked.text("field") }),
    answer: async (log, { query, field }) => JSON.stringify(await log.store.groups(await told(log, query), field)),
  },
  fieldNames: { read: nothing, answer: async ({ store }) => JSON.stringify(await store.fieldNames()) },
  nearest: {
    read: (asked) => ({ taskUuid: asked.text("taskUuid") }),
    answer: async ({ store }, { taskUuid }) => JSON.stringify(await store.nearest(taskUuid)),
  },
  search: {
    read: (asked) => ({
      text: asked.text("text"),
      limit: asked.whole("limit", 0, MOST_ROWS),
      query: queryIn(asked),
    }),
    answer: async (log, { text, limit, query = {} }) =>
      JSON.stringify(await log.store.search(text, limit, await told(log, query))),
  },
  types: { read: nothing, answer: async ({ store }) => JSON.stringify(await store.types()) },
  task: {
    read: (asked) => ({ taskUuid: asked.text("taskUuid") }),
    answer: ({ store }, { taskUuid }) => store.taskLines(taskUuid),
    type: "application/x-ndjson",
  },
  lines: {
    read: (asked) => ({ taskUuids: namedTasks(asked) }),
    answer: ({ store }, { taskUuids }) => store.linesOf(taskUuids),
    type: "application/x-ndjson",
  },
  why: {
    read: (asked) => ({ query: queryIn(asked), ...sampleIn(asked) }),
    answer: ({ explanations }, { query = {}, sample }) => explanations.why(query, sample),
    isLong: true,
  },
  slow: {
    read: (asked) => ({ query: queryIn(asked), ...sampleIn(asked) }),
    answer: ({ explanations }, { query = {}, sample }) => explanations.slow(query, sample),
    isLong: true,
  },
  path: {
    read: (asked) => ({ way: wayIn(asked.part("way")) }),
    answer: ({ explanations }, { way }) => explanations.path(way),
    isLong: true,
  },
  apart: {
    read: (asked) => ({
      these: taskQuery(asked.part("these")),
      among: taskQuery(asked.part("among")),
      ...sampleIn(asked),
    }),
    answer: ({ explanations }, { these, among, sample }) => explanations.apart(these, among, sample),
    isLong: true,
  },
  compare: {
    read: (asked) => ({ a: taskQuery(asked.part("a")), b: taskQuery(asked.part("b")) }),
    answer: ({ explanations }, { a, b }) => explanations.compare(a, b),
    isLong: true,
  },
  origin: {
    read: (asked) => ({ taskUuid: asked.text("taskUuid") }),
    answer: ({ explanations }, { taskUuid }) => explanations.origin(taskUuid),
    isLong: true,
  },
  diff: {
    read: (asked) => ({ a: asked.text("a"), b: asked.text("b") }),
    answer: ({ explanations }, { a, b }) => explanations.diff(a, b),
    isLong: true,
  },
  compareLogs: {
    read: nothing,
    answer: async ({ explanations: { pair } }) => {
      if (pair === undefined) throw new QuestionError(NO_BASELINE);
      return pair.text();
    },
    isLong: true,
  },
  recordings: {
    read: nothing,
    answer: async ({ recordings }) =>
      JSON.stringify(recordings.map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes }))),
  },
  recording: {
    read: (asked) => ({ id: asked.text("id") }),
    answer: async ({ recordings }, { id }) => {
      const found = recordings.find((recording) => recording.id === id);
      if (found === undefined) throw new QuestionError("There is no recording with this id; ask for the list.");
      return found.read();
    },
    type: "text/plain",
  },
};

function nothing(): Readonly<Record<string, never>> {
  return {};
}
const STATUSES: readonly TaskStatus[] = ["succeeded", "failed", "incomplete"];
const SORTS: readonly PageRequest["sort"][] = ["time", "duration", "messages", "type"];

/** The query as the store of a log is asked it. */
async function told({ explanations }: ShownLog, query: TaskQuery): Promise<TaskQuery> {
  return query.like === undefined && query.counted === undefined ? query : explanations.told(query);
}

function namedTasks(asked: Asked): readonly string[] {
  const named = asked.list("taskUuids");
  if (named.length <= MOST_NAMED) return named.map((value) => textOf(value, "taskUuids"));
  throw new QuestionError(`taskUuids must be a list of at most ${MOST_NAMED}.`);
}

const WAYS: readonly Way["kind"][] = ["action", "message"];

function wayIn(asked: Asked): Way {
  return { kind: oneOf(asked.get("kind"), WAYS, "kind"), type: asked.text("type") };
}

function sampleIn(asked: Asked): { readonly sample?: number } {
  return asked.has("sample") ? { sample: asked.whole("sample", 1, MOST_SAMPLED) } : {};
}

/** The query of a question that needs none. */
function queryIn(asked: Asked): TaskQuery {
  return asked.has("query") ? taskQuery(asked.part("query")) : {};
}

function taskQuery(asked: Asked): TaskQuery {
  return {
    ...(asked.has("text") && { text: asked.text("text") }),
    ...(asked.has("taskUuidStart") && { taskUuidStart: asked.text("taskUuidStart") }),
    ...(asked.has("types") && { types: asked.list("types").map((value) => textOf(value, "types")) }),
    ...(asked.has("notTypes") && { notTypes: asked.list("notTypes").map((value) => textOf(value, "notTypes")) }),
    ...(asked.has("statuses") && {
      statuses: asked.list("statuses").map((value) => oneOf(value, STATUSES, "statuses")),
    }),
    ...(asked.has("fields") && { fields: asked.list("fields").map(fieldValue) }),
    ...(asked.has("from") && { from: asked.number("from") }),
    ...(asked.has("to") && { to: asked.number("to") }),
    ...(asked.has("minDurationSeconds") && { minDurationSeconds: asked.number("minDurationSeconds") }),
    ...(asked.has("maxDurationSeconds") && { maxDurationSeconds: asked.number("maxDurationSeconds") }),
    ...(asked.has("taskUuids") && { taskUuids: namedTasks(asked) }),
    ...(asked.has("like") && { like: asked.text("like") }),
    ...(asked.has("counted") && { counted: countedIn(asked.part("counted")) }),
    ...(asked.has("minFailures") && { minFailures: asked.number("minFailures") }),
  };
}

function countedIn(asked: Asked): Counted {
  const change = asked.part("change");
  const of = asked.has("of") ? asked.part("of") : undefined;
  return {
    change: {
      kind: oneOf(change.get("kind"), CHANGE_KINDS, "kind"),
      action_path: change.list("action_path").map((type) => textOf(type, "action_path")),
      ...(change.has("item") && { item: change.text("item") }),
      ...(change.has("value") && { value: change.text("value") }),
    },
    side: oneOf(asked.get("side"), ["a", "b"], "side"),
    ...(of !== undefined && { of: { a: taskQuery(of.part("a")), b: taskQuery(of.part("b")) } }),
  };
}

function fieldValue(value: unknown): FieldValue {
  const asked = new Asked(value);
  return {
    field: asked.text("field"),
    value: asked.text("value"),
    ...(asked.has("op") && { op: oneOf(asked.get("op"), FIELD_OPERATORS, "op") }),
  };
}

function pageRequest(asked: Asked): PageRequest {
  return {
    sort: oneOf(asked.get("sort"), SORTS, "sort"),
    descending: asked.get("descending") === true,
    offset: asked.whole("offset", 0, Number.MAX_SAFE_INTEGER),
    limit: asked.whole("limit", 0, MOST_ROWS),
  };
}
