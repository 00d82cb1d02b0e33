import type { SetApart } from "../apart/index.js";
import type { ActionPlace, ItemPlace } from "../task/index.js";

/** What made tasks take a way: an action or a message that occurs in some actions of a kind and not in others. */
export interface PathReport {
  /** Actions in which the way was taken. */
  readonly matched: number;
  /** Actions in which it could have been taken: those, and all like them. */
  readonly population: number;
  /** What was known before, and sets those in which it was taken apart; empty where chance may be all. */
  readonly setApart: readonly SetApart[];
  /** The action in which the ways part, and what most often stood just before. */
  readonly partedAt: { readonly actionPath: readonly string[]; readonly after: ItemPlace | null } | undefined;
  /** One action in which it was taken, and one in which it was not. */
  readonly example: { readonly taken: ActionPlace | undefined; readonly notTaken: ActionPlace | undefined };
}
