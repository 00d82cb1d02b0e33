/**
 * The memory that a log shares with its writer thread: a ring of bytes, and how far each side is. Whole lines go in at
 * the head; the thread takes them out at the tail once they are in the file, so what a thread that died has not written
 * still stands there. Positions wrap around at 32 bits; only differences are used.
 */

const HEAD = 0;
const TAIL = 1;
const PART = 2;
const IN_FLIGHT = 3;
const BEAT = 4;
const STATE = 5;
const OWNER = 6;
const STOPS = 7;
const REOPENS = 8;
const TO_THREAD = 9;
const FROM_THREAD = 10;
/** Whether one sleeps on each of the two, to be woken: a call of the system costs more than a line. */
const THREAD_SLEEPS = 11;
const MAIN_SLEEPS = 12;
const WORDS = 16;

const NEWLINE = 10;
/** Other runtimes copy, for not all of their functions take shared memory. */
const IS_NODE = !("bun" in process.versions || "deno" in process.versions);
const STATES = ["open", "busy", "refusing", "gone"] as const;

/** Who writes to the file. The thread takes it when it is given it, and gives it back when it is asked to. */
const MAIN = 0;
const THREAD = 1;

export class LogRing {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #bytes: Buffer;

  /** Of memory that the other side has made, or new with room for so many bytes. */
  constructor(memory: SharedArrayBuffer | number) {
    const capacity = typeof memory === "number" ? 2 ** Math.ceil(Math.log2(memory)) : 0;
    this.shared = typeof memory === "number" ? new SharedArrayBuffer(4 * WORDS + capacity) : memory;
    this.#words = new Int32Array(this.shared, 0, WORDS);
    this.#bytes = Buffer.from(this.shared, 4 * WORDS);
  }

  /** How many bytes are not in the file yet. */
  get pendingBytes(): number {
    return (this.#get(HEAD) - this.#get(TAIL)) >>> 0;
  }

  get room(): number {
    return this.#bytes.length - this.pendingBytes;
  }

  /** Where the next line goes. */
  get head(): number {
    return this.#get(HEAD);
  }

  /** Up to where all lines are in the file. */
  get tail(): number {
    return this.#get(TAIL);
  }

  /** How many bytes of the first pending line are in the file. */
  get part(): number {
    return this.#get(PART);
  }

  /** How many bytes the thread is just writing: they may be in the file, or not. */
  get inFlight(): number {
    return this.#get(IN_FLIGHT);
  }

  set inFlight(bytes: number) {
    Atomics.store(this.#words, IN_FLIGHT, bytes);
  }

  /** Changes while the thread lives and has something to do. */
  get beat(): number {
    return this.#get(BEAT);
  }

  get state(): (typeof STATES)[number] {
    return STATES[this.#get(STATE)] as (typeof STATES)[number];
  }

  get isThreads(): boolean {
    return this.#get(OWNER) === THREAD;
  }

  set isThreads(is: boolean) {
    Atomics.store(this.#words, OWNER, is ? THREAD : MAIN);
    this.#wake(FROM_THREAD);
    this.#wake(TO_THREAD);
  }

  get isStopping(): boolean {
    return this.#get(STOPS) > 0;
  }

  get reopens(): number {
    return this.#get(REOPENS);
  }

  /** Adds whole lines, for which there is room. */
  push(lines: Uint8Array): void {
    const at = this.#place(this.#get(HEAD));
    const first = this.#bytes.length - at;
    this.#bytes.set(lines.subarray(0, first), at);
    if (first < lines.length) this.#bytes.set(lines.subarray(first), 0);
    Atomics.store(this.#words, HEAD, (this.#get(HEAD) + lines.length) | 0);
    this.#wake(TO_THREAD);
  }

  /**
   * Whole lines from the tail on, of about so many bytes; a longer line is given whole. They stay what they are until it
   * is published that they are done.
   */
  peek(most: number): Uint8Array {
    const at = this.#place(this.#get(TAIL));
    const size = Math.min(this.pendingBytes, most);
    const lines = this.#bytes.subarray(at, at + size);
    const end = lines.lastIndexOf(NEWLINE) + 1;
    if (end > 0 && IS_NODE) return lines.subarray(0, end);
    // It goes on at the beginning of the memory, or is longer.
    const copy = this.copy(this.#get(TAIL), size);
    const copyEnd = copy.lastIndexOf(NEWLINE) + 1;
    return copyEnd > 0 || size === 0 ? copy.subarray(0, copyEnd) : this.peek(2 * most);
  }

  /** The thread says how far it is, and that it lives. */
  publish(done: { readonly bytes: number; readonly part: number }): void {
    Atomics.store(this.#words, PART, done.part);
    Atomics.store(this.#words, TAIL, (this.#get(TAIL) + done.bytes) | 0);
    this.#wake(FROM_THREAD);
  }

  beatIn(state: (typeof STATES)[number]): void {
    Atomics.add(this.#words, BEAT, 1);
    Atomics.store(this.#words, STATE, STATES.indexOf(state));
  }

  askToStop(): void {
    Atomics.add(this.#words, STOPS, 1);
    this.#wake(TO_THREAD);
  }

  askToReopen(): void {
    Atomics.add(this.#words, REOPENS, 1);
    this.#wake(TO_THREAD);
  }

  /** What `sleepUntilCalled` compares with: to be read before it is looked whether there is something to do. */
  get calls(): number {
    return this.#get(TO_THREAD);
  }

  /** In the thread: sleeps until something has happened since `calls` was read, or so long. */
  sleepUntilCalled(calls: number, ms: number): void {
    this.#sleep(TO_THREAD, THREAD_SLEEPS, calls, ms);
  }

  /** On the other side: sleeps until the thread has done something, or so long. */
  sleepUntilTold(ms: number): void {
    this.#sleep(FROM_THREAD, MAIN_SLEEPS, this.#get(FROM_THREAD), ms);
  }

  /** A copy of so many bytes from a position on. */
  copy(from: number, size: number): Uint8Array {
    const at = this.#place(from);
    const copy = Buffer.allocUnsafe(size);
    const first = Math.min(size, this.#bytes.length - at);
    copy.set(this.#bytes.subarray(at, at + first));
    if (first < size) copy.set(this.#bytes.subarray(0, size - first), first);
    return copy;
  }

  #place(position: number): number {
    return (position >>> 0) % this.#bytes.length;
  }

  #get(word: number): number {
    return Atomics.load(this.#words, word);
  }

  /** Whoever wakes changes the word first and asks then whether one sleeps; so none sleeps over what has changed. */
  #sleep(word: number, sleeps: number, seen: number, ms: number): void {
    Atomics.store(this.#words, sleeps, 1);
    Atomics.wait(this.#words, word, seen, ms);
    Atomics.store(this.#words, sleeps, 0);
  }

  #wake(word: typeof TO_THREAD | typeof FROM_THREAD): void {
    Atomics.add(this.#words, word, 1);
    if (this.#get(word === TO_THREAD ? THREAD_SLEEPS : MAIN_SLEEPS) > 0) Atomics.notify(this.#words, word);
  }
}
