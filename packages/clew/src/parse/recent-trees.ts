import type { GrowingTree } from "./growing-tree.js";
import type { ScannedLine } from "./scan-lines.js";
import { standsAt, type Word, wordOf } from "./words.js";

const PLACES = 1024;

/** Trees by the bytes of their uuids: the next line is most often one of theirs, and needs no string to find it. */
export class RecentTrees {
  readonly #trees: (GrowingTree | undefined)[] = new Array(PLACES).fill(undefined);
  readonly #uuids: (Word | undefined)[] = new Array(PLACES).fill(undefined);

  find(line: ScannedLine): GrowingTree | undefined {
    const place = placeOf(line);
    const uuid = this.#uuids[place];
    if (uuid === undefined || uuid.length !== line.uuidEnd - line.uuidStart) return undefined;
    return standsAt(line.words, line.uuidStart, uuid) ? this.#trees[place] : undefined;
  }

  /** A uuid of less than four bytes is not kept. */
  keep(line: ScannedLine, tree: GrowingTree): GrowingTree {
    const { words, uuidStart, uuidEnd } = line;
    if (uuidEnd - uuidStart < 4) return tree;
    const place = placeOf(line);
    this.#trees[place] = tree;
    this.#uuids[place] = wordOf(words, uuidStart, uuidEnd);
    return tree;
  }

  forget(tree: GrowingTree): void {
    const place = this.#trees.indexOf(tree);
    if (place !== -1) this.#trees[place] = undefined;
  }
}

function placeOf(line: ScannedLine): number {
  return line.uuidHash & (PLACES - 1);
}
