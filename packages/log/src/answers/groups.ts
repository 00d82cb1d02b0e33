/** Tasks by the values of a field. A task that has several values of it, in several of its records, counts for each. */
export interface TaskGroups {
  /** The largest of them, those with most tasks first. */
  readonly groups: readonly TaskGroup[];
  /** The number of groups that are left out. */
  readonly more: number;
}

export interface TaskGroup {
  /** `null` for the tasks without the field. */
  readonly value: string | null;
  readonly count: number;
  readonly failed: number;
  /** Of those that have ended; `null` where none has. */
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
}

/** More groups than this are no overview. */
export const MOST_GROUPS = 100;

/** A task as far as groups are made of it. */
interface GroupedTask {
  readonly values: readonly (string | null)[];
  readonly failed: boolean;
  readonly duration: number | null;
}

export function groupsOf(tasks: Iterable<GroupedTask>): TaskGroups {
  const byValue = new Map<string | null, { count: number; failed: number; readonly durations: number[] }>();
  for (const { values, failed, duration } of tasks) {
    for (const value of values) {
      const group = byValue.get(value) ?? { count: 0, failed: 0, durations: [] };
      group.count++;
      if (failed) group.failed++;
      if (duration !== null) group.durations.push(duration);
      byValue.set(value, group);
    }
  }
  const groups = [...byValue].map(([value, { count, failed, durations }]): TaskGroup => {
    durations.sort((x, y) => x - y);
    return { value, count, failed, p50Seconds: quantileOf(durations, 0.5), p95Seconds: quantileOf(durations, 0.95) };
  });
  groups.sort((x, y) => y.count - x.count || compareValues(x.value, y.value));
  return { groups: groups.slice(0, MOST_GROUPS), more: Math.max(0, groups.length - MOST_GROUPS) };
}

/** The smallest of the sorted numbers that is not exceeded by a share of them. */
function quantileOf(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** Tasks without the field come last of those that are as many. */
function compareValues(x: string | null, y: string | null): number {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  return x < y ? -1 : x > y ? 1 : 0;
}
