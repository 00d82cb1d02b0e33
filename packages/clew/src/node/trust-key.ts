import { createHmac } from "node:crypto";
import { hub } from "../record/index.js";

/** Shorter ones can be guessed. */
const SHORTEST = 16;

/**
 * Sets the key that services share. Behind an ingress every stranger comes from within, so that an address is a bad
 * measure of trust.
 */
export function setTrustKey(key: string): void {
  if (key.length < SHORTEST) {
    throw new TypeError(
      `Cannot use CLEW_TRUST_KEY: it has ${key.length} characters, and a key of fewer than ${SHORTEST} can be guessed; give the services one from a generator, such as the output of openssl rand -base64 32`,
    );
  }
  hub.signTaskId = (taskId) => createHmac("sha256", key).update(taskId).digest("base64url");
}
