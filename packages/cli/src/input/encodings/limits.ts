/** Is told what is wrong with the bytes; what could be had of them was given before. */
export type OnDamage = (reason: string) => void;

/** Where decompressing stops, so that a small file cannot keep a reader busy for ever. */
export interface DecompressLimits {
  /** Plain bytes for each stored byte. Logs reach 10 to 100; gzip could reach 1,032. */
  readonly ratio: number;
  /** The ratio does not count before so many plain bytes. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export const DEFAULT_LIMITS: DecompressLimits = { ratio: 300, freeBytes: 64 * 2 ** 20, totalBytes: 256 * 2 ** 30 };

/** Counts what was decompressed, and says when it is more than a log can be. */
export class Expansion {
  readonly #limits: DecompressLimits;
  #taken = 0;
  #given = 0;

  constructor(limits: DecompressLimits) {
    this.#limits = limits;
  }

  take(bytes: number): void {
    this.#taken += bytes;
  }

  give(bytes: number): void {
    this.#given += bytes;
  }

  /** The finding where decompressing is to be stopped. */
  get excess(): string | undefined {
    const { ratio, freeBytes, totalBytes } = this.#limits;
    if (this.#given <= totalBytes && (this.#given <= freeBytes || this.#given <= this.#taken * ratio)) return undefined;
    return `decompressing was stopped: ${this.#taken} bytes had become ${this.#given}, as only a trap does`;
  }
}
