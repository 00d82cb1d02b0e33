import type { ContinueFromOptions } from "../record/index.js";

/** Options of what makes requests actions, the same for every framework; `R` is the framework's request. */
export interface LogRequestsOptions<R> {
  /** Which requests are left alone, as those of a load balancer that asks for health. */
  readonly ignore?: (request: R) => boolean;
  /** Further fields of the action's start. Headers, bodies and the query are never logged unless they are named here. */
  readonly fields?: (request: R) => object;
  /** Whether the sender may have its task continued here, as `continueFrom` takes it. */
  readonly trust?: ContinueFromOptions["trust"];
  /** The action's type; `http.request` by default. */
  readonly name?: string;
}
