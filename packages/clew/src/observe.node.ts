// `clew/observe` on Node, Bun and Deno: the same names, on a platform with files.

import { installCarrier } from "./node/index.js";

installCarrier();

export * from "./observe/index.js";
