import type { TaskQuery } from "@clew/log";
import { formatSeconds, formatText, formatTime, NO_SPAN } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Close } from "../parts/icons.js";
import { statusWords } from "../parts/status-mark.js";

interface ChipsProps {
  readonly log: LogSession;
  /** True includes the text and the statuses, which the list of tasks shows elsewhere. */
  readonly all?: boolean;
}

/** The filters in effect, each with a button that removes it. */
export function Chips({ log, all = false }: ChipsProps) {
  const { navigation } = log;
  const { query } = navigation.state.value;
  const { types, statuses, fields, from, to, minDurationSeconds, ...rest } = query;
  const span = log.summary.value ?? NO_SPAN;
  const chips: { readonly text: string; readonly without: TaskQuery }[] = [];
  if (all && rest.text !== undefined) {
    const { text, ...without } = query;
    chips.push({ text: `with “${formatText(rest.text)}”`, without });
  }
  for (const status of all ? (statuses ?? []) : []) {
    const others = statuses?.filter((other) => other !== status) ?? [];
    const { statuses: _, ...without } = query;
    chips.push({ text: statusWords(status), without: others.length > 0 ? { ...without, statuses: others } : without });
  }
  for (const type of types ?? []) {
    const others = types?.filter((other) => other !== type) ?? [];
    const { types: _, ...without } = query;
    chips.push({ text: formatText(type), without: others.length > 0 ? { ...without, types: others } : without });
  }
  for (const pair of fields ?? []) {
    const others = fields?.filter((other) => other !== pair) ?? [];
    const { fields: _, ...without } = query;
    chips.push({
      text: formatText(`${pair.field} = ${pair.value}`),
      without: others.length > 0 ? { ...without, fields: others } : without,
    });
  }
  if (from !== undefined || to !== undefined) {
    const { from: _, to: __, ...without } = query;
    const [first, last] = [from, to].map((time) => (time === undefined ? "…" : formatTime(time, span)));
    chips.push({ text: `${first} – ${last}`, without });
  }
  if (minDurationSeconds !== undefined) {
    const { minDurationSeconds: _, ...without } = query;
    chips.push({ text: `at least ${formatSeconds(minDurationSeconds)}`, without });
  }
  const elsewhere = all ? 0 : (statuses?.length ?? 0) + (rest.text === undefined ? 0 : 1);
  const count = chips.length + elsewhere;
  return (
    <span class="chips">
      {chips.map(({ text, without }) => (
        <a key={text} class="chip" href={navigation.href({ query: without })} title="No longer narrow by this">
          <span>{text}</span>
          <Close />
        </a>
      ))}
      {count > 1 && (
        <a class="clear" href={navigation.href({ query: {} })}>
          Clear all
        </a>
      )}
    </span>
  );
}
