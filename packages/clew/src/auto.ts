// `import "clew/auto"` is `configureFromEnv()` and `instrument()`, set up from the environment before anything else runs. It
// never ends a program: what cannot be had is said, and the program goes on without it. Loaded again, by another copy of the
// package, as a module and as CommonJS, by --import and NODE_OPTIONS at once, it does nothing.

import { isMainThread, workerData } from "node:worker_threads";
import { configureFromEnv } from "./index.node.js";
import { instrumentFromEnv } from "./instrument/index.js";
import { monitorFromEnv } from "./monitor/index.js";
import { hub, shared } from "./record/index.js";
import { describeThrown, isError } from "./wire/index.js";

/** What starts programs and is none: `NODE_OPTIONS` reaches npm before it reaches what npm runs. */
const STARTER = /(?:^|[\\/])(?:npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack)(?:-cli)?(?:\.[cm]?js)?$/;

/** The threads that this package starts inherit what the process was started with; they send their lines to it. */
const isOwnThread = !isMainThread && (workerData as { readonly startedBy?: unknown } | null)?.startedBy === "clew";

const state = shared("auto", () => ({ isSetUp: false }));
const isLeftAlone = state.isSetUp || isOwnThread || STARTER.test(process.argv[1] ?? "");
const steps = isLeftAlone ? [] : [monitorFromEnv, configureFromEnv, instrumentFromEnv];
state.isSetUp = true;

// The monitor at once, so that it is there also for a program that blocks in its first turn; `configureFromEnv` finds it
// started.
for (const setUp of steps) {
  try {
    setUp(process.env);
  } catch (error) {
    const why = isError(error) ? error.message : describeThrown(error);
    hub.warn(`${why} (clew/auto; the program goes on without it)`, "CLEW_AUTO");
  }
}
