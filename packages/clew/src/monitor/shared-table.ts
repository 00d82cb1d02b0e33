/**
 * The memory that the program and the monitor's thread share: who lives, and who runs. The program writes a few numbers
 * for each scope and child; the thread reads them when nothing else can be had, since a program in native code (a
 * synchronous child process, a key derivation) neither answers nor takes an interrupt. See decision 4.
 */

import { type Living, outerOf } from "../scope/internal.js";

/** So many scopes and children have a place; a person reads fewer. Of the others only the count is known. */
const MOST_SLOTS = 16_384;
/** Numbers of a slot: id, parent, bits, name, the time it began (two, as one float), spawn site, nothing. */
const SLOT = 8;
const [ID, PARENT, BITS, NAME, BEGAN, SITE] = [0, 1, 2, 3, 4, 6];
const [IS_SCOPE, IS_CANCELLED] = [1, 2];
/** Numbers before the slots: who runs, and how many live. */
const HEADER = 8;
const [RUNNING, LIVING] = [0, 1];
/** Names are few, and written once each. */
const MOST_NAMES = 4_096;
const MOST_NAME_BYTES = 512 * 1024;
const MOST_LETTERS = 200;

/** What is handed to the thread. */
export interface SharedMemory {
  readonly numbers: SharedArrayBuffer;
  readonly names: SharedArrayBuffer;
}

/** What the memory tells of one scope or child. */
export interface SharedMember {
  readonly id: number;
  readonly parent: number;
  readonly kind: "scope" | "child";
  readonly name: string;
  readonly isCancelled: boolean;
  /** By the monotonic clock of the process. */
  readonly beganMs: number | undefined;
  readonly spawnSite: string | undefined;
}

/** The program's side. */
export class SharedTable {
  readonly memory: SharedMemory = {
    numbers: new SharedArrayBuffer((HEADER + MOST_SLOTS * SLOT) * 4),
    names: new SharedArrayBuffer((1 + MOST_NAMES) * 4 + MOST_NAME_BYTES),
  };
  readonly #numbers = new Int32Array(this.memory.numbers);
  readonly #times = new Float64Array(this.memory.numbers);
  readonly #names = new NameWriter(this.memory.names);
  /** Slots that were left; the others follow `#used`. */
  readonly #free: number[] = [];
  #used = 0;

  /** Enters what began, and gives its slot, or -1 where all are taken. */
  enter(id: number, living: Living, beganMs: number | undefined, idOf: (outer: Living | undefined) => number): number {
    const numbers = this.#numbers;
    numbers[LIVING] = (numbers[LIVING] as number) + 1;
    const slot = this.#free.pop() ?? (this.#used < MOST_SLOTS ? this.#used++ : -1);
    if (slot === -1) return -1;
    const at = HEADER + slot * SLOT;
    const { spawnSite } = living as { readonly spawnSite?: string | undefined };
    numbers[at + PARENT] = idOf(outerOf(living));
    numbers[at + BITS] = living.kind === "scope" ? IS_SCOPE : 0;
    numbers[at + NAME] = this.#names.indexOf(living.name);
    numbers[at + SITE] = spawnSite === undefined ? 0 : this.#names.indexOf(spawnSite);
    this.#times[(at + BEGAN) >> 1] = beganMs ?? -1;
    numbers[at + ID] = id;
    return slot;
  }

  cancel(slot: number): void {
    if (slot === -1) return;
    const at = HEADER + slot * SLOT + BITS;
    this.#numbers[at] = (this.#numbers[at] as number) | IS_CANCELLED;
  }

  leave(slot: number): void {
    const numbers = this.#numbers;
    numbers[LIVING] = (numbers[LIVING] as number) - 1;
    if (slot === -1) return;
    numbers[HEADER + slot * SLOT + ID] = 0;
    this.#free.push(slot);
  }

  set running(id: number) {
    this.#numbers[RUNNING] = id;
  }
}

/** The thread's side: who runs, and up to `most` of what lives, oldest first. */
export function readShared(
  { numbers: buffer, names: letters }: SharedMemory,
  most: number,
): { readonly running: number; readonly total: number; readonly members: readonly SharedMember[] } {
  const numbers = new Int32Array(buffer);
  const times = new Float64Array(buffer);
  const places: number[] = [];
  for (let at = HEADER; at < numbers.length; at += SLOT) if (numbers[at + ID] !== 0) places.push(at);
  places.sort((a, b) => (numbers[a + ID] as number) - (numbers[b + ID] as number));
  const members = places.slice(0, most).map((at): SharedMember => {
    const bits = numbers[at + BITS] as number;
    const beganMs = times[(at + BEGAN) >> 1] as number;
    const site = numbers[at + SITE] as number;
    return {
      id: numbers[at + ID] as number,
      parent: numbers[at + PARENT] as number,
      kind: (bits & IS_SCOPE) === 0 ? "child" : "scope",
      name: readName(letters, numbers[at + NAME] as number),
      isCancelled: (bits & IS_CANCELLED) !== 0,
      beganMs: beganMs < 0 ? undefined : beganMs,
      spawnSite: site === 0 ? undefined : readName(letters, site),
    };
  });
  return { running: numbers[RUNNING] as number, total: numbers[LIVING] as number, members };
}

/** Writes each name once; 0 stands for those that found no room. */
class NameWriter {
  readonly #ends: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #known = new Map<string, number>();
  readonly #encoder = new TextEncoder();

  constructor(names: SharedArrayBuffer) {
    this.#ends = new Int32Array(names, 0, 1 + MOST_NAMES);
    this.#bytes = new Uint8Array(names, this.#ends.byteLength);
  }

  indexOf(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const index = this.#known.size + 1;
    if (index > MOST_NAMES) return 0;
    const start = this.#ends[index - 1] as number;
    const room = this.#bytes.subarray(start);
    const { read, written } = this.#encoder.encodeInto(name.slice(0, MOST_LETTERS), room);
    if (read < Math.min(name.length, MOST_LETTERS)) return 0;
    this.#ends[index] = start + written;
    this.#known.set(name, index);
    return index;
  }
}

function readName(names: SharedArrayBuffer, index: number): string {
  if (index === 0) return "…";
  const ends = new Int32Array(names, 0, 1 + MOST_NAMES);
  const bytes = new Uint8Array(names, ends.byteLength).slice(ends[index - 1], ends[index]);
  return new TextDecoder().decode(bytes);
}
