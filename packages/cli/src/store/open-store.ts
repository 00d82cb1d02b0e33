// Opening the store beside a log: made where it is missing, read on where the log grew, rebuilt where it is another's.
import { rm, stat } from "node:fs/promises";
import { firstChanged, type GrowingStore, type LogStore, type Refreshed } from "@clew/log";
import { storePathOf } from "../beside/index.js";
import { findSources, InputError, logName, type Progress, type Source, type UnusedLines } from "../input/index.js";
import { DuckDbStore } from "./answers/index.js";
import { type Database, openDatabase, StoreError } from "./database/index.js";
import { planFor } from "./files/index.js";
import { RowTexts } from "./row-texts.js";
import { NOTHING_READ, readState, type StoreState, unusedOf } from "./tables/index.js";
import { buildStore, FileReader, type Growth, growStore } from "./write/index.js";

/** A store that lies beside its log. */
export interface Store extends GrowingStore {
  /** The file in which it lies. */
  readonly path: string;
  /** The lines that could not be used, as far as was read. */
  readonly unused: UnusedLines;
  /** The texts that are kept in it, as long as its rows are those of now. */
  readonly texts: RowTexts;
}

export interface OpenStoreOptions {
  /** Shows how far a long read has come. */
  readonly progress?: Progress;
  /** The place of the store, if not beside the log. */
  readonly path?: string;
}

/**
 * Opens the store of logs, makes it where it is not there or not of this log, and reads what was written since. Throws an
 * `InputError` for files that are not there, and a `StoreError` where another process has the store open.
 */
export async function openStore(
  names: readonly string[],
  options: OpenStoreOptions = {},
): Promise<Store & { readonly opened: Refreshed }> {
  const sources = await sourcesOf(names);
  const path =
    options.path ??
    (await storePathOf(
      names,
      sources.map(({ name }) => name),
    ));
  const store = new OpenedStore(names, path, options.progress);
  try {
    const opened = await store.refresh();
    return Object.assign(store, { opened });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function sourcesOf(names: readonly string[]): Promise<Source[]> {
  const sources = await findSources(names);
  const stream = sources.find((source) => !source.isRereadable);
  if (stream !== undefined) {
    throw new InputError(
      "CLEW_CANNOT_READ",
      `Cannot make a store of ${stream.name}: it can be read once only; write it to a file first`,
    );
  }
  return sources;
}

class OpenedStore implements Store {
  readonly path: string;
  readonly #names: readonly string[];
  readonly #progress: Progress | undefined;
  #database: Database | undefined;
  #answers: DuckDbStore | undefined;
  #texts: RowTexts | undefined;
  #state: StoreState = NOTHING_READ;
  #last: Promise<unknown> = Promise.resolve();
  #running = 0;
  /** Databases in whose place a new one has come, until nobody reads them any more. */
  #old: Database[] = [];

  constructor(names: readonly string[], path: string, progress: Progress | undefined) {
    this.#names = names;
    this.path = path;
    this.#progress = progress;
  }

  get unused(): UnusedLines {
    return unusedOf(this.#state);
  }

  get texts(): RowTexts {
    if (this.#texts === undefined) throw closed();
    return this.#texts;
  }

  readonly summary: LogStore["summary"] = () => this.#ask((store) => store.summary());
  readonly tasks: LogStore["tasks"] = (query, page) => this.#ask((store) => store.tasks(query, page));
  readonly facets: LogStore["facets"] = (query) => this.#ask((store) => store.facets(query));
  readonly histogram: LogStore["histogram"] = (query, buckets) => this.#ask((store) => store.histogram(query, buckets));
  readonly heatmap: LogStore["heatmap"] = (query, columns) => this.#ask((store) => store.heatmap(query, columns));
  readonly groups: LogStore["groups"] = (query, field) => this.#ask((store) => store.groups(query, field));
  readonly fieldNames: LogStore["fieldNames"] = () => this.#ask((store) => store.fieldNames());
  readonly nearest: LogStore["nearest"] = (taskUuid) => this.#ask((store) => store.nearest(taskUuid));
  readonly taskUuids: LogStore["taskUuids"] = (query) => this.#ask((store) => store.taskUuids(query));
  readonly taskUuidsAt: DuckDbStore["taskUuidsAt"] = (query, places) =>
    this.#ask((store) => store.taskUuidsAt(query, places));
  readonly search: LogStore["search"] = (text, limit, query) => this.#ask((store) => store.search(text, limit, query));
  readonly types: LogStore["types"] = () => this.#ask((store) => store.types());
  readonly taskLines: LogStore["taskLines"] = (taskUuid) => this.#ask((store) => store.taskLines(taskUuid));
  readonly linesOf: LogStore["linesOf"] = (taskUuids) => this.#ask((store) => store.linesOf(taskUuids));

  async #ask<Answer>(question: (store: DuckDbStore) => Promise<Answer>): Promise<Answer> {
    if (this.#answers === undefined) throw closed();
    this.#running++;
    try {
      return await question(this.#answers);
    } finally {
      this.#running--;
      this.#closeOld();
    }
  }

  #closeOld(): void {
    if (this.#running > 0) return;
    for (const database of this.#old) database.close();
    this.#old = [];
  }

  refresh(): Promise<Refreshed> {
    return this.#inTurn(() => this.#refresh());
  }

  /** One after the other. */
  #inTurn<Done>(act: () => Promise<Done>): Promise<Done> {
    const next = this.#last.then(act);
    this.#last = next.catch(() => {});
    return next;
  }

  async #refresh(): Promise<Refreshed> {
    const sources = await sourcesOf(this.#names);
    const database = this.#database ?? (await this.#openThere());
    if (database === undefined) return this.#rebuild(sources);
    const plan = await planFor(this.#state.files, sources);
    if (plan.kind === "rebuild") return this.#rebuild(sources);
    // What was found out before stays: a log is looked at again and again, and seldom has more lines.
    if (this.#answers === undefined) this.#use(database, this.#state, sources);
    if (plan.kind === "unchanged") return { kind: "unchanged", messages: 0, ...firstChanged([]) };
    const bytes = plan.files.reduce(
      (sum, { name, before }) => sum + (sizeOf(sources, name) - (before?.readBytes ?? 0)),
      0,
    );
    const growth = await this.#reading(bytes, (onBytes) => {
      const readers = plan.files.map(({ name, before }) => new FileReader(name, before, onBytes));
      return growStore(database, this.#state, readers);
    });
    this.#use(database, growth.state, sources);
    return refreshed("grown", growth);
  }

  /** The store that lies there, if it is whole. */
  async #openThere(): Promise<Database | undefined> {
    if (!(await exists(this.path))) return undefined;
    const database = await openDatabase(this.path, "write").catch((error: unknown) => {
      if (error instanceof StoreError && error.code === "CLEW_STORE_DAMAGED") return undefined;
      throw error;
    });
    if (database === undefined) return undefined;
    const state = await readState(database);
    if (state === undefined) {
      database.close();
      return undefined;
    }
    this.#database = database;
    this.#state = state;
    return database;
  }

  async #rebuild(sources: readonly Source[]): Promise<Refreshed> {
    const bytes = sources.reduce((sum, source) => sum + (source.sizeBytes ?? 0), 0);
    // The old file is closed after the new one has taken its name, and must not have a journal under that name then.
    await this.#database?.rows("CHECKPOINT");
    const growth = await this.#reading(bytes, (onBytes) => buildStore(this.path, sources, onBytes));
    const database = await openDatabase(this.path, "write");
    if (this.#database !== undefined) this.#old.push(this.#database);
    this.#use(database, growth.state, sources);
    this.#closeOld();
    return refreshed("rebuilt", growth);
  }

  async #reading(bytes: number, read: (onBytes: (bytes: number) => void) => Promise<Growth>): Promise<Growth> {
    let done = 0;
    try {
      return await read((more) => {
        done += more;
        this.#progress?.report(done, bytes);
      });
    } finally {
      this.#progress?.clear();
    }
  }

  #use(database: Database, state: StoreState, sources: readonly Source[]): void {
    this.#state = state;
    if (this.#database === database && this.#answers !== undefined) this.#answers.state = state;
    else this.#answers = new DuckDbStore(database, logName(sources.map(({ name }) => name)), state);
    this.#database = database;
    const texts: RowTexts = new RowTexts(database, state, (write) =>
      this.#inTurn(async () => {
        if (this.#texts === texts) await write();
      }),
    );
    this.#texts = texts;
  }

  async close(): Promise<void> {
    await this.#last;
    for (const database of [...this.#old, this.#database]) database?.close();
    this.#old = [];
    this.#database = undefined;
    this.#answers = undefined;
    this.#texts = undefined;
    await rm(`${this.path}.spill`, { recursive: true, force: true });
  }
}

function closed(): Error {
  return new Error("The store was closed; open it again");
}

function sizeOf(sources: readonly Source[], name: string): number {
  return sources.find((source) => source.name === name)?.sizeBytes ?? 0;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function refreshed(kind: Refreshed["kind"], { messages, changed }: Growth): Refreshed {
  return { kind, messages, ...firstChanged(changed) };
}
