import type { ViewName } from "../../model/index.js";

/** The views by their names for people, in the order of the keys from 1 on. */
export const NAMED_VIEWS: readonly { readonly view: ViewName; readonly name: string }[] = [
  { view: "overview", name: "Overview" },
  { view: "forest", name: "Explore" },
  { view: "why", name: "Failures" },
  { view: "slow", name: "Time" },
  { view: "diff", name: "Compare" },
  { view: "scopes", name: "Scopes" },
  { view: "task", name: "Task" },
];
