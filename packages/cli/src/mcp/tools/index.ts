import { diff } from "./diff.js";
import { find } from "./find.js";
import { monitor } from "./monitor.js";
import { overview } from "./overview.js";
import { path } from "./path.js";
import { query } from "./query.js";
import { slow } from "./slow.js";
import { task } from "./task.js";
import type { Tool } from "./tool.js";
import { why } from "./why.js";

export type { Tool } from "./tool.js";

/** In the order in which an agent that knows nothing of a log asks. */
export const TOOLS: readonly Tool[] = [overview, why, slow, task, find, diff, path, query, monitor];
