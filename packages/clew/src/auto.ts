// `import "clew/auto"` is `configureFromEnv()`, for programs that want their logging set up before anything else runs. It never
// ends a program: what cannot be had is said, and the program goes on without it.

import { configureFromEnv } from "./index.node.js";
import { monitorFromEnv } from "./monitor/index.js";
import { hub } from "./record/index.js";
import { describeThrown, isError } from "./wire/index.js";

// The monitor at once, so that it is there also for a program that blocks in its first turn; `configureFromEnv` finds it
// started.
for (const setUp of [monitorFromEnv, configureFromEnv]) {
  try {
    setUp(process.env);
  } catch (error) {
    const why = isError(error) ? error.message : describeThrown(error);
    hub.warn(`${why} (clew/auto; the program goes on without it)`, "CLEW_AUTO");
  }
}
