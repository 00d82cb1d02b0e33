// Numbers and texts as the page writes them. All text of a log passes here or through `visible`, so that nothing hides
// in it or reorders what stands around it.

import type { LogSummary } from "@clew/log";
import { formatDuration, formatMoment, visible } from "clew/render";

const COUNT = new Intl.NumberFormat("en-US");

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `1 task`, `2 tasks`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`;
}

/** A share from 0 to 1 in whole percent, but never 0 % of something nor 100 % of less than all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share >= 0.995) return ">99 %";
  return `${Math.round(share * 100)} %`;
}

export function formatSeconds(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined ? "" : formatDuration(seconds);
}

/** The first and the last moment of a log; `null` where it has none. */
export type TimeSpan = Pick<LogSummary, "firstTime" | "lastTime">;

export const NO_SPAN: TimeSpan = { firstTime: null, lastTime: null };

/** A moment within a log: the time of day where all of the log lies in one day, else with the day. */
export function formatTime(seconds: number, log: TimeSpan): string {
  const moment = formatMoment(seconds);
  const oneDay = log.firstTime !== null && log.lastTime !== null && dayOf(log.firstTime) === dayOf(log.lastTime);
  return oneDay ? moment.slice(11, 23) : moment.slice(5, 19);
}

/** A moment with its day, as one copies it. */
export function formatWholeTime(seconds: number): string {
  return formatMoment(seconds, { decimals: 6 });
}

const AGES: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** How long ago something was, in its largest unit; `undefined` for what is of now, or of a clock that goes ahead. */
export function agoWords(seconds: number): string | undefined {
  const [unit, name] = AGES.find(([unit]) => seconds >= unit) ?? [];
  return unit === undefined ? undefined : `${formatCount(Math.floor(seconds / unit))} ${name} ago`;
}

/** The names of files without the folders that they lie in. */
export function withoutFolders(names: string): string {
  return names.replaceAll(/[^\s,]*\//g, "");
}

function dayOf(seconds: number): number {
  return Math.floor(seconds / 86_400);
}

/** A browser needs seconds to lay out a line of some hundred thousand characters, and nobody reads it. */
const LONGEST_TEXT = 300;

/** A text of a log on one line, cut where it is longer than anybody writes. */
export function formatText(text: string, longest = LONGEST_TEXT): string {
  return visible(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

/** A type; one that is not there is said to be missing. */
export function formatType(type: string | null | undefined): string {
  return type === undefined || type === null || type === "" ? "(no type)" : formatText(type);
}

/** A text of a log with its own lines, each of them safe to show. Tabs become spaces. */
export function visibleLines(text: string): string {
  return text
    .split(/\r\n|\n/)
    .map((line) => visible(line.replaceAll("\t", "    ")))
    .join("\n");
}
