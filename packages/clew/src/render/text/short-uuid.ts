const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const RANDOM_DIGITS = 8;

/** The columns of the longest short uuid. */
export const SHORT_UUID_COLUMNS = 13;

/**
 * The beginning of a uuid that is enough to tell tasks apart: its first eight digits, and where it begins with a time all
 * digits of that time, to the millisecond. A text that is no uuid is cut to as many characters.
 *
 * ```ts
 * import { shortUuid } from "clew/render";
 *
 * console.log(shortUuid("87b4cc73-6b1c-4dd9-9d4e-3c1f9bb8a9d1")); // 87b4cc73
 * console.log(shortUuid("01a2054f-537f-7000-9d4e-3c1f9bb8a9d1")); // 01a2054f-537f
 * ```
 */
export function shortUuid(uuid: string): string {
  return uuid.slice(0, UUID.exec(uuid)?.[1] === "7" ? SHORT_UUID_COLUMNS : RANDOM_DIGITS);
}
