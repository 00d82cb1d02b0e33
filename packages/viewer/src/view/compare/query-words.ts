import type { LogSummary, TaskQuery } from "@clew/log";
import { formatSeconds, formatText, formatTime, NO_SPAN } from "../../model/index.js";
import { countedWords } from "./counted-words.js";

/** A choice of tasks in a few words. */
export function queryWords(query: TaskQuery, summary: LogSummary | undefined): string {
  const span = summary ?? NO_SPAN;
  const words: string[] = [];
  if (query.statuses !== undefined) words.push(query.statuses.join(" or "));
  if (query.types !== undefined) words.push(query.types.map((type) => formatText(type)).join(" or "));
  if (query.notTypes !== undefined) words.push(`not ${query.notTypes.map((type) => formatText(type)).join(", ")}`);
  for (const { field, value, op = "=" } of query.fields ?? []) words.push(formatText(`${field} ${op} ${value}`));
  if (query.text !== undefined) words.push(`with “${formatText(query.text)}”`);
  if (query.from !== undefined || query.to !== undefined) {
    const [from, to] = [query.from, query.to].map((time) => (time === undefined ? "…" : formatTime(time, span)));
    words.push(`${from} – ${to}`);
  }
  if (query.minDurationSeconds !== undefined) words.push(`at least ${formatSeconds(query.minDurationSeconds)}`);
  if (query.maxDurationSeconds !== undefined) words.push(`less than ${formatSeconds(query.maxDurationSeconds)}`);
  if (query.like !== undefined) words.push(`failed like ${formatText(query.like.slice(0, 8))}`);
  if (query.counted !== undefined) words.push(countedWords(query.counted));
  return words.length === 0 ? "all tasks" : words.join(", ");
}
