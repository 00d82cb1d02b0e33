import type { GrowingTree } from "./growing-tree.js";
import type { ScannedLine } from "./scan-lines.js";

const PLACES = 1024;

/** Trees by the bytes of their uuids: the next line is most often one of theirs, and needs no string to find it. */
export class RecentTrees {
  readonly #trees: (GrowingTree | undefined)[] = new Array(PLACES).fill(undefined);
  readonly #uuids: (Uint8Array | undefined)[] = new Array(PLACES).fill(undefined);

  find(line: ScannedLine): GrowingTree | undefined {
    const place = placeOf(line);
    const uuid = this.#uuids[place];
    const { uuidStart, uuidEnd } = line;
    if (uuid === undefined || uuid.length !== uuidEnd - uuidStart) return undefined;
    const { bytes } = line;
    for (let i = 0; i < uuid.length; i++) if (uuid[i] !== bytes[uuidStart + i]) return undefined;
    return this.#trees[place];
  }

  keep(line: ScannedLine, tree: GrowingTree): GrowingTree {
    const place = placeOf(line);
    this.#trees[place] = tree;
    // A copy, which `slice` would not be: Node's buffers give a view.
    this.#uuids[place] = new Uint8Array(line.bytes.subarray(line.uuidStart, line.uuidEnd));
    return tree;
  }

  forget(tree: GrowingTree): void {
    const place = this.#trees.indexOf(tree);
    if (place !== -1) this.#trees[place] = undefined;
  }
}

function placeOf(line: ScannedLine): number {
  return (line.uuidHash ^ (line.uuidHash >>> 15)) & (PLACES - 1);
}
