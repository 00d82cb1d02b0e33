// What Node, Bun and Deno are given: the same names as elsewhere, with a context that follows awaits, and with the
// destinations and headers that need them.

import { installCarrier } from "./node/index.js";

installCarrier();

export * from "./index.js";
