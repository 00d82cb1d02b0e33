/** What a line tells of the work that it belongs to. */
export interface LineOfWork {
  /** The key under which the id stands, and the id. */
  id: { readonly key: string; readonly value: unknown } | undefined;
  readonly method: string | undefined;
  /** Without its query. */
  readonly path: string | undefined;
  readonly url: string | undefined;
  readonly route: string | undefined;
  readonly status: number | undefined;
  /** Seconds. */
  readonly duration: number | undefined;
  /** Whether a request comes in with this line: it tells what is asked for and nothing of what came of it. */
  readonly begins: boolean;
}

/** Which parts of it may differ from line to line. */
export interface ChangesOfWork {
  readonly id: boolean;
  /** What is asked for, and the answer's status. */
  readonly asked: boolean;
  readonly duration: boolean;
}

/** What lines tell of their work that differ in few values. */
export interface WorkOfAlike {
  /** What the last one told. */
  work: LineOfWork | undefined;
  changes: ChangesOfWork | undefined;
  /** The keys that may tell of work and have not the same value in all of them. */
  readonly varyingOfWork: readonly string[];
}
