import type { ViewName } from "../../model/index.js";

/** The views by their names for people, in the order of the keys from 1 on. */
export const NAMED_VIEWS: readonly { readonly view: ViewName; readonly name: string }[] = [
  { view: "overview", name: "Overview" },
  { view: "forest", name: "Tasks" },
  { view: "task", name: "Task" },
  { view: "scopes", name: "Scopes" },
  { view: "why", name: "Why" },
  { view: "slow", name: "Slow" },
  { view: "diff", name: "Diff" },
];
