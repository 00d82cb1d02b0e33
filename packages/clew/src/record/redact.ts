import { hub } from "./hub.js";
import type { Redaction } from "./redaction.js";
import { hideInText } from "./secrets-in-text.js";

/** Options of `redact`. */
export interface RedactOptions {
  /** What stands in the place of a secret; `[redacted]` by default. */
  readonly replacement?: string;
}

/**
 * Hides what stands under these names, in every message from now on: at any depth, in arrays, maps, errors and their
 * causes, in the query of URLs, and in JSON inside strings. A name counts however it is spelled: `apiKey` hides
 * `api_key`, `API-KEY` and `apikey` too. A RegExp is looked for in the name as it stands, in any case. Calls add up;
 * each gives the function that takes its names back.
 *
 * @example
 * ```ts
 * import { addDestination, logMessage, redact } from "clew";
 *
 * addDestination(({ user, url }) => console.log(user, url));
 * redact(["password", "token", /secret/]);
 * logMessage("login", { user: { name: "kim", Password: "12345" }, url: "https://example.org/?token=abc&page=2" });
 * ```
 *
 * ```text output
 * { name: 'kim', Password: '[redacted]' } https://example.org/?token=[redacted]&page=2
 * ```
 */
export function redact(keys: readonly (string | RegExp)[], options: RedactOptions = {}): () => void {
  for (const key of keys) {
    if (typeof key === "string" || key instanceof RegExp) continue;
    throw new TypeError(`Cannot redact a key of type ${typeof key}: give names and regular expressions`);
  }
  const before = hub.redaction;
  const redaction = createRedaction(keys, options.replacement ?? "[redacted]", before);
  const layer: Layer = { redaction, isInForce: true };
  layers.set(redaction, { layer, before });
  hub.redaction = redaction;
  return () => {
    layer.isInForce = false;
    while (hub.redaction !== undefined) {
      const top = layers.get(hub.redaction);
      if (top === undefined || top.layer.isInForce) return;
      hub.redaction = top.before;
    }
  };
}
