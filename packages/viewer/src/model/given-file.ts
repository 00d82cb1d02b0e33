import type { LogSource } from "@clew/log";

/** A recording of scopes, as trio-vis writes it, that was opened beside a log or given to the page. */
export interface Recording {
  readonly name: string;
  text(): Promise<string>;
}

/** A file that the reader gave: a log, or a recording with an empty log for where none is open. */
export interface GivenFile {
  readonly source: LogSource;
  readonly recording: Recording | undefined;
}
