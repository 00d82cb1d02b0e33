// The client of a server that holds a log: each question is a request, and the news of the log come as a stream.

import {
  type ApartAnswer,
  type DiffAnswer,
  decodeExact,
  type Facets,
  type FieldName,
  type Heatmap,
  type Histogram,
  type LogSummary,
  type PathAnswer,
  type PlaceAnswer,
  type SearchHit,
  type SlowAnswer,
  type TaskGroups,
  type TaskPage,
  type TaskRow,
  type TypeNumbers,
  type WhyAnswer,
} from "../answers/index.js";
import type { LogNews, LogSource, PageRequest, ScopeRecording, TaskQuery, Way } from "../questions/index.js";
import { addressOf, type LogName, type Questions, ROUTES } from "./routes.js";

/** The part of the platform that is used: a browser has it all, a test brings its own. */
export interface HttpTransport {
  fetch(address: string, request?: { readonly method: "POST"; readonly body: string }): Promise<HttpAnswer>;
  /** Opens a stream of Server-Sent Events that connects again by itself; gives what closes it. */
  openEvents(address: string, listener: EventsListener): () => void;
}

export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  text(): Promise<string>;
}

export interface EventsListener {
  opened(): void;
  lost(): void;
  message(data: string): void;
}

/** A question that the server did not answer; the message is a sentence for people. */
export class HttpLogError extends Error {
  /** 0 where there was no answer at all. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "HttpLogError";
    this.status = status;
  }
}

/**
 * A log that a server holds: `clew view`. Call `follow` before the first question, so that nothing that the log grows by
 * meanwhile is missed.
 */
export class HttpLogSource implements LogSource {
  readonly #transport: HttpTransport;
  readonly #log: LogName;
  #baseline: HttpLogSource | undefined;

  constructor(transport: HttpTransport, log?: LogName) {
    this.#transport = transport;
    this.#log = log;
  }

  /** Changes the token of the address for a cookie; once, before anything is asked. */
  async enter(token: string): Promise<void> {
    await this.#fetch(ROUTES.session, { method: "POST", body: token });
  }

  summary(): Promise<LogSummary> {
    return this.#ask("summary", {});
  }

  tasks(query: TaskQuery, page: PageRequest): Promise<TaskPage> {
    return this.#ask("tasks", { query, page });
  }

  facets(query: TaskQuery): Promise<Facets> {
    return this.#ask("facets", { query });
  }

  histogram(query: TaskQuery, buckets: number): Promise<Histogram> {
    return this.#ask("histogram", { query, buckets });
  }

  heatmap(query: TaskQuery, columns: number): Promise<Heatmap> {
    return this.#ask("heatmap", { query, columns });
  }

  groups(query: TaskQuery, field: string): Promise<TaskGroups> {
    return this.#ask("groups", { query, field });
  }

  fieldNames(): Promise<readonly FieldName[]> {
    return this.#ask("fieldNames", {});
  }

  nearest(taskUuid: string): Promise<TaskRow | null> {
    return this.#ask("nearest", { taskUuid });
  }

  taskUuids(query: TaskQuery): Promise<readonly string[]> {
    return this.#ask("taskUuids", { query });
  }

  search(text: string, limit: number, query?: TaskQuery): Promise<readonly SearchHit[]> {
    return this.#ask("search", { text, limit, ...(query !== undefined && { query }) });
  }

  types(): Promise<readonly TypeNumbers[]> {
    return this.#ask("types", {});
  }

  taskLines(taskUuid: string): Promise<string> {
    return this.#fetch(addressOf("task", { taskUuid }, this.#log));
  }

  linesOf(taskUuids: readonly string[]): Promise<string> {
    return this.#fetch(addressOf("lines", { taskUuids }, this.#log));
  }

  why(query: TaskQuery = {}, sample?: number): Promise<WhyAnswer> {
    return this.#ask("why", { query, ...(sample !== undefined && { sample }) });
  }

  slow(query: TaskQuery = {}, sample?: number): Promise<SlowAnswer> {
    return this.#ask("slow", { query, ...(sample !== undefined && { sample }) });
  }

  path(way: Way): Promise<PathAnswer> {
    return this.#ask("path", { way });
  }

  apart(these: TaskQuery, among: TaskQuery, sample?: number): Promise<ApartAnswer> {
    return this.#ask("apart", { these, among, ...(sample !== undefined && { sample }) });
  }

  compare(a: TaskQuery, b: TaskQuery): Promise<DiffAnswer> {
    return this.#ask("compare", { a, b });
  }

  origin(taskUuid: string): Promise<PlaceAnswer | null> {
    return this.#ask("origin", { taskUuid });
  }

  diff(taskUuidA: string, taskUuidB: string): Promise<DiffAnswer> {
    return this.#ask("diff", { a: taskUuidA, b: taskUuidB });
  }

  compareLogs(): Promise<DiffAnswer> {
    return this.#ask("compareLogs", {});
  }

  baseline(): HttpLogSource {
    this.#baseline ??= new HttpLogSource(this.#transport, "baseline");
    return this.#baseline;
  }

  /** The files of trio-vis that were opened with the page. */
  recordings(): Promise<readonly ScopeRecording[]> {
    return this.#ask("recordings", {});
  }

  /** The text of one of them. */
  recording(id: string): Promise<string> {
    return this.#fetch(addressOf("recording", { id }, this.#log));
  }

  follow(onNews: (news: LogNews) => void): () => void {
    // News are of the log that is shown; what it is compared with stays as it was.
    if (this.#log !== undefined) return () => {};
    return this.#transport.openEvents(ROUTES.events, {
      opened: () => onNews({ kind: "connection", state: "open" }),
      lost: () => onNews({ kind: "connection", state: "lost" }),
      message: (data) => onNews(JSON.parse(data) as LogNews),
    });
  }

  async #ask<Name extends keyof Questions, Answer>(name: Name, question: Questions[Name]): Promise<Answer> {
    return decodeExact(await this.#fetch(addressOf(name, question, this.#log))) as Answer;
  }

  async #fetch(address: string, request?: { readonly method: "POST"; readonly body: string }): Promise<string> {
    const answer = await this.#transport.fetch(address, request).catch((): never => {
      throw new HttpLogError(0, "The server of this page does not answer; is clew view still running?");
    });
    const text = await answer.text();
    if (answer.ok) return text;
    throw new HttpLogError(answer.status, sentenceOf(text) ?? `The server refused: ${answer.status}`);
  }
}

/** The server says why it refuses as `{"error": "…"}`. */
function sentenceOf(text: string): string | undefined {
  try {
    const { error } = JSON.parse(text) as { readonly error?: unknown };
    return typeof error === "string" ? error : undefined;
  } catch {
    return undefined;
  }
}
