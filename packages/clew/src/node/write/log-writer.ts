import type { WriteState } from "./write-state.js";

/** What the lines of a log are written with, in this thread or in another. Nothing in it throws. */
export interface LogWriter {
  readonly written: number;
  readonly dropped: number;
  readonly state: WriteState;
  /** What the last failing call said. */
  readonly lastError: unknown;
  /** Whether lines can be written as they come. */
  readonly isClear: boolean;
  /** What it has taken and not written yet. */
  readonly waitingBytes: number;
  readonly waitingLines: number;
  /** Writes `size` bytes, whole lines, with one call where nothing waits before them; keeps what is not taken. */
  write(bytes: Uint8Array, from: number, size: number, lines: number): void;
  /** Keeps a copy of lines for later, or counts them as dropped where there is no later. */
  keep(bytes: Uint8Array, from: number, size: number, lines: number): void;
  /** Counts lines that it was not given. */
  drop(lines: number): void;
  /** Writes what waits, as far as that is quick. */
  drain(): void;
  /** The same, and stops the program meanwhile, as long as the file is a slow reader that takes some now and then. */
  drainWaiting(patienceMs: number, isEnough: () => boolean): void;
  /** Gives up what waits; gives how many lines that were. */
  dropBacklog(): number;
  /** Looks at once whether the file still stands at its path. */
  reopen(): void;
  /** From now on the main thread writes: the process ends. */
  takeOver(): void;
  close(): void | Promise<void>;
}
