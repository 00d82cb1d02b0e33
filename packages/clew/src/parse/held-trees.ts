import type { GrowingTree } from "./growing-tree.js";

/**
 * The trees that were not given out yet, in the order in which they began.
 *
 * V8 makes a map's table anew now and then, and lets each old table lead to the next. Where one of them has grown old, it
 * keeps all that come after it, and what was in them, until the next full collection: nearly every tree of a log. So
 * the map has places, and a tree that leaves is taken out of its place.
 */
export class HeldTrees {
  readonly #places = new Map<string, { tree: GrowingTree | undefined }>();

  get(taskUuid: string): GrowingTree | undefined {
    return this.#places.get(taskUuid)?.tree;
  }

  add(tree: GrowingTree): void {
    this.#places.set(tree.taskUuid, { tree });
  }

  delete(taskUuid: string): void {
    const place = this.#places.get(taskUuid);
    if (place === undefined) return;
    place.tree = undefined;
    this.#places.delete(taskUuid);
  }

  all(): GrowingTree[] {
    const trees: GrowingTree[] = [];
    for (const { tree } of this.#places.values()) if (tree !== undefined) trees.push(tree);
    return trees;
  }

  clear(): void {
    for (const place of this.#places.values()) place.tree = undefined;
    this.#places.clear();
  }
}
