// `import "clew/auto"` is `configureFromEnv()`, for programs that want their logging set up before anything else runs.

import { configureFromEnv } from "./index.node.js";

configureFromEnv();
