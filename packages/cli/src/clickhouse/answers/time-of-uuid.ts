const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const SLOT_SECONDS = 600;
/** Clocks of hosts differ, but not by a day. */
const SLACK_SLOTS = 144;

/** The first slot in which a task can have lines, where its uuid begins with its time. */
export function firstSlotOf(taskUuid: string): number | undefined {
  const [, high, low] = UUID_V7.exec(taskUuid) ?? [];
  if (high === undefined) return undefined;
  const seconds = Number.parseInt(`${high}${low}`, 16) / 1000;
  return Math.max(0, Math.floor(seconds / SLOT_SECONDS) - SLACK_SLOTS);
}
