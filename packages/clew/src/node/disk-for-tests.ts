/** A disk in memory, of which calls fail as a test says. */

import { basename, resolve } from "node:path";
import type { FileSystem } from "./file-system.js";

export type Fault = "EIO" | "ENOSPC" | "EPIPE" | "EAGAIN" | "EINTR" | "a short write";
export const FAULTS: readonly Fault[] = ["EIO", "ENOSPC", "EPIPE", "EAGAIN", "EINTR", "a short write"];

/** How the n-th call fails, if it does. */
export type FaultAt = (call: number) => Fault | undefined;

interface Inode {
  readonly ino: number;
  content: string;
}

export class FailingDisk {
  calls = 0;
  /** Can be changed while the disk is used. */
  faultAt: FaultAt;
  /** By absolute path: a name is relative to the folder of the process, as everywhere. */
  readonly #names = new Map<string, Inode>();
  readonly #open = new Map<number, Inode>();
  /** In the order in which they were made, deleted ones too. */
  readonly #inodes: Inode[] = [];
  #lastFd = 2;

  constructor(faultAt: FaultAt) {
    this.faultAt = faultAt;
  }

  /** Makes a file, without a fault. */
  add(name: string, content: string): void {
    const inode = { ino: this.#inodes.length + 1, content };
    this.#inodes.push(inode);
    this.#names.set(resolve(name), inode);
  }

  /** Takes a file away, as another process may. */
  remove(name: string): void {
    this.#names.delete(resolve(name));
  }

  /** What was written, to whichever file. */
  get content(): string {
    return this.#inodes.map(({ content }) => content).join("\n");
  }

  get sizes(): number[] {
    return this.#inodes.map(({ content }) => content.length);
  }

  get openFiles(): number {
    return this.#open.size;
  }

  readonly fs = {
    openSync: (name: string, flags: string) =>
      this.#call(() => {
        if (flags === "wx" && this.#names.has(resolve(name))) throw failure("EEXIST");
        if (!this.#names.has(resolve(name))) this.add(name, "");
        this.#lastFd++;
        this.#open.set(this.#lastFd, this.#named(name));
        return this.#lastFd;
      }),
    closeSync: (fd: number) => this.#call(() => this.#open.delete(fd)),
    fstatSync: (fd: number) => this.#call(() => stats(this.#at(fd))),
    statSync: (name: string) => this.#call(() => stats(this.#named(name))),
    renameSync: (from: string, to: string) =>
      this.#call(() => {
        this.#names.set(resolve(to), this.#named(from));
        this.#names.delete(resolve(from));
      }),
    unlinkSync: (name: string) =>
      this.#call(() => {
        this.#named(name);
        this.#names.delete(resolve(name));
      }),
    readdirSync: () => this.#call(() => [...this.#names.keys()].map((path) => basename(path))),
    readSync: (fd: number, buffer: Uint8Array, offset: number, length: number, from: number) =>
      this.#call(() => {
        const read = Buffer.from(this.#at(fd).content.slice(from, from + length), "latin1");
        buffer.set(read, offset);
        return read.length;
      }),
    writeSync: (fd: number, data: string | Uint8Array, from = 0, length = data.length) => {
      const bytes = typeof data === "string" ? Buffer.from(data) : Buffer.from(data.subarray(from, from + length));
      const write = (count: number): number => {
        this.#at(fd).content += bytes.subarray(0, count).toString("latin1");
        return count;
      };
      return this.#call(
        () => write(bytes.length),
        () => write(Math.min(7, bytes.length)),
      );
    },
  } as unknown as FileSystem;

  #call<R>(act: () => R, halfAct = act): R {
    this.calls++;
    const fault = this.faultAt(this.calls);
    if (fault === undefined) return act();
    if (fault === "a short write") return halfAct();
    throw failure(fault);
  }

  #named(name: string): Inode {
    const inode = this.#names.get(resolve(name));
    if (inode === undefined) throw failure("ENOENT");
    return inode;
  }

  #at(fd: number): Inode {
    const inode = this.#open.get(fd);
    if (inode === undefined) throw failure("EBADF");
    return inode;
  }
}

function stats({ ino, content }: Inode): object {
  const kind = { isFile: () => true, isFIFO: () => false, isSocket: () => false };
  return { ...kind, dev: 1, ino, size: content.length, mtimeMs: 0 };
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}
