/** A file that is whole after each write: what is appended comes before its tail. */
export interface GrowingFile {
  append(text: string): void;
  close(): void;
}

export interface GrowingFileOptions {
  /** What stands before all that is appended, and what stands after it. */
  readonly head: string;
  readonly tail: string;
  readonly overwrite: boolean;
  /** Called when the process ends while the file is open; what it appends is written. */
  readonly atExit: () => void;
}
