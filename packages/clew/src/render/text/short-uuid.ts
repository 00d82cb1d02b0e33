const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const RANDOM_DIGITS = 8;
/** The time to the millisecond, what counts within it, and the first bits of what a process has drawn. */
const TIMED_COLUMNS = 23;

/**
 * The beginning of a uuid that tells tasks apart, and that every command takes for the whole: the first eight digits of a
 * random one; of one that begins with its time all but the last twelve, since tasks of one millisecond differ only behind
 * the time, and those of two processes only behind what they count. A text that is no uuid is cut to eight characters.
 *
 * ```ts
 * import { shortUuid } from "clew/render";
 *
 * console.log(shortUuid("87b4cc73-6b1c-4dd9-9d4e-3c1f9bb8a9d1")); // 87b4cc73
 * console.log(shortUuid("01a2054f-537f-7000-9d4e-3c1f9bb8a9d1")); // 01a2054f-537f-7000-9d4e
 * ```
 */
export function shortUuid(uuid: string): string {
  return uuid.slice(0, UUID.exec(uuid)?.[1] === "7" ? TIMED_COLUMNS : RANDOM_DIGITS);
}
