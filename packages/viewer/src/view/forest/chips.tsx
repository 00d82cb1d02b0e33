import type { TaskQuery } from "@clew/log";
import { formatSeconds, formatText, formatTime, NO_SPAN } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Close } from "../parts/icons.js";

/** The filters in effect, each with a button that removes it, except those that show elsewhere on the page. */
export function Chips({ log }: { readonly log: LogSession }) {
  const { navigation } = log;
  const { query } = navigation.state.value;
  const { types, statuses, fields, from, to, minDurationSeconds, ...rest } = query;
  const span = log.summary.value ?? NO_SPAN;
  const chips: { readonly text: string; readonly without: TaskQuery }[] = [];
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
  const count = chips.length + (statuses?.length ?? 0) + (rest.text === undefined ? 0 : 1);
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
