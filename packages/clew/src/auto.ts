// `import "clew/auto"` is `configureFromEnv()`, for programs that want their logging set up before anything else runs.

import { configureFromEnv } from "./index.node.js";
import { monitorFromEnv } from "./monitor/index.js";

// At once, so that it is there also for a program that blocks in its first turn; `configureFromEnv` finds it started.
monitorFromEnv(process.env);
configureFromEnv();
