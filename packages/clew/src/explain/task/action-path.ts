/** What stands for the type of an action of which neither start nor finish was read. */
export const UNKNOWN_TYPE = "(unknown)";

/**
 * The types from a task's root down to an action, each path once: two actions with the same types above them share one
 * object, so paths are compared and counted by identity.
 */
export class ActionPath {
  readonly type: string;
  readonly parent: ActionPath | undefined;
  readonly depth: number;
  /** Its number under its root. */
  readonly id: number;
  readonly #ids: { next: number };
  readonly #children = new Map<string, ActionPath>();

  constructor(type: string, parent: ActionPath | undefined) {
    this.type = type;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.#ids = parent === undefined ? { next: 0 } : parent.#ids;
    this.id = this.#ids.next++;
  }

  /** The path of a child of this type. */
  child(type: string): ActionPath {
    let child = this.#children.get(type);
    if (child === undefined) {
      child = new ActionPath(type, this);
      this.#children.set(type, child);
    }
    return child;
  }

  /** The types from the root to here. */
  types(): string[] {
    const types: string[] = [];
    for (let path: ActionPath | undefined = this; path?.parent !== undefined; path = path.parent) types.push(path.type);
    return types.reverse();
  }
}

/** The place from which the paths of root actions start. */
export function createPathRoot(): ActionPath {
  return new ActionPath("", undefined);
}
