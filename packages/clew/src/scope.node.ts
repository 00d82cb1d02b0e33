// `clew/scope` on Node, Bun and Deno: the same names, on a carrier that follows awaits.

import { installCarrier } from "./node/index.js";

installCarrier();

export * from "./scope/index.js";
