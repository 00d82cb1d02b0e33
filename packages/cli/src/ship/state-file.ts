// The state of a shipper beside each log: how far it has come, and the batch that it sends. It is written whole under
// another name and moved into place, so that a crash leaves the old one or the new one.

import { createHash } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { InputError } from "../input/index.js";

/** A file, whatever it is called by now: its number on the disk, and a hash of its first bytes. */
export interface FileIdentity {
  readonly inode: string;
  readonly headBytes: number;
  readonly headHash: string;
}

/** A batch whose bytes are decided: after a crash the same ones are sent again. */
export interface SealedBatch {
  readonly from: number;
  readonly to: number;
  /** When it was closed, in seconds since the Unix epoch. */
  readonly at: number;
}

export interface ShipState {
  readonly file: FileIdentity;
  /** All before this byte has been acknowledged. */
  readonly sentTo: number;
  /** The largest size that the file was seen with. */
  readonly seen: number;
  readonly sealed: SealedBatch | null;
}

const VERSION = 1;

/** The outcome of looking for a state: one to go on from, or why there is none that can be used. */
export type FoundState =
  | { readonly kind: "found"; readonly state: ShipState }
  | { readonly kind: "none" }
  | { readonly kind: "unusable"; readonly why: string };

export class StateFile {
  readonly path: string;
  readonly #target: string;

  constructor(path: string, target: string) {
    this.path = path;
    this.#target = target;
  }

  /** Rejects where the state is of a log that is sent elsewhere. */
  async read(): Promise<FoundState> {
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as { code?: string }).code === "ENOENT") return { kind: "none" };
      throw cannotKeep(this.path, error);
    }
    let kept: { version?: unknown; target?: unknown; state?: ShipState; check?: unknown };
    try {
      kept = JSON.parse(text);
    } catch {
      return { kind: "unusable", why: "is torn" };
    }
    if (kept.version !== VERSION) return { kind: "unusable", why: "is of another version of clew" };
    if (kept.state === undefined || kept.check !== checkOf(kept.target, kept.state)) {
      return { kind: "unusable", why: "is torn" };
    }
    if (kept.target !== this.#target) {
      throw new InputError(
        "CLEW_SHIP_STATE",
        `The state ${this.path} is of a log that is sent to ${kept.target}: name another one with --state, or take it away to send everything to ${this.#target}`,
      );
    }
    return { kind: "found", state: kept.state };
  }

  async write(state: ShipState): Promise<void> {
    const kept = { version: VERSION, target: this.#target, state, check: checkOf(this.#target, state) };
    const fresh = `${this.path}.new`;
    try {
      const file = await open(fresh, "w", 0o600);
      try {
        await file.writeFile(`${JSON.stringify(kept)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(fresh, this.path);
    } catch (error) {
      throw cannotKeep(this.path, error);
    }
  }
}

function checkOf(target: unknown, state: ShipState): string {
  return createHash("sha256")
    .update(JSON.stringify([VERSION, target, state]))
    .digest("hex")
    .slice(0, 16);
}

function cannotKeep(path: string, error: unknown): InputError {
  const { code, message } = error as { readonly code?: string; readonly message: string };
  return new InputError(
    "CLEW_SHIP_STATE",
    `Cannot keep the state ${path}: ${code ?? message}; name a place that can be written with --state`,
  );
}
