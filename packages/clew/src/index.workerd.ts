// What workerd is given, which runs the workers of Cloudflare: the same names as elsewhere. Where its modules cannot be had by
// name, as with the flag `nodejs_als` alone, the context that follows awaits is imported.

import { createAsyncCarrier, hub } from "./record/index.js";

if (!hub.carrier.followsAwaits) {
  // Not awaited, for a bundle of the older form cannot; it is there before the first request is.
  import("node:async_hooks").then(
    ({ AsyncLocalStorage }) => {
      hub.carrier = createAsyncCarrier(AsyncLocalStorage);
    },
    () => {
      // Without the flags `nodejs_als` and `nodejs_compat` there is none.
    },
  );
}

export * from "./index.js";
