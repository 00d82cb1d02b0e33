import type { TaskRow } from "../answers/index.js";
import type { PageRequest } from "../questions/index.js";

/** The rows in the order asked for. What has no duration comes last in both directions; equals go by time, then by uuid. */
export function inOrder(
  rows: readonly TaskRow[],
  { sort, descending }: Pick<PageRequest, "sort" | "descending">,
): readonly TaskRow[] {
  const sign = descending ? -1 : 1;
  const compare = COMPARE[sort];
  return [...rows].sort((x, y) => compare(x, y, sign) || sign * byTime(x, y));
}

type Compare = (x: TaskRow, y: TaskRow, sign: number) => number;

const COMPARE: Readonly<Record<PageRequest["sort"], Compare>> = {
  time: (x, y, sign) => sign * (x.startTime - y.startTime),
  messages: (x, y, sign) => sign * (x.messages - y.messages),
  type: (x, y, sign) => sign * compareText(x.type, y.type),
  duration: (x, y, sign) => {
    if (x.duration === null || y.duration === null) return Number(x.duration === null) - Number(y.duration === null);
    return sign * (x.duration - y.duration);
  },
};

function byTime(x: TaskRow, y: TaskRow): number {
  return x.startTime - y.startTime || compareText(x.taskUuid, y.taskUuid);
}

function compareText(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
