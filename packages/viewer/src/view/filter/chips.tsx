import type { FieldValue, TaskQuery } from "@clew/log";
import { formatSeconds, formatText, formatTime, NO_SPAN } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { countedWords } from "../compare/counted-words.js";
import { Close } from "../parts/icons.js";
import { statusWords } from "../parts/status-mark.js";

interface ChipsProps {
  readonly log: LogSession;
  /** True includes the text and the statuses, which the list of tasks shows elsewhere. */
  readonly all?: boolean;
}

/** A part of the filter in words, and the filter without it; with what its operator turns into. */
interface Chip {
  readonly text: string;
  readonly without: TaskQuery;
  readonly turned?: { readonly sign: string; readonly value: string; readonly query: TaskQuery };
}

/** The filters in effect, each with a button that removes it, and an operator that can be turned around. */
export function Chips({ log, all = false }: ChipsProps) {
  const { navigation } = log;
  const { query } = navigation.state.value;
  const chips = chipsOf(log, query, all);
  const elsewhere = all ? 0 : (query.statuses?.length ?? 0) + (query.text === undefined ? 0 : 1);
  const count = chips.length + elsewhere;
  return (
    <span class="chips">
      {chips.map(({ text, without, turned }) => (
        <span key={`${text}${turned?.sign}${turned?.value}`} class="chip">
          <span>{text}</span>
          {turned !== undefined && (
            <>
              <a class="sign" href={navigation.href({ query: turned.query })} title="Turn this around">
                {turned.sign}
              </a>
              <span>{turned.value}</span>
            </>
          )}
          <a href={navigation.href({ query: without })} title="No longer narrow by this">
            <span class="unseen">No longer narrow by this</span>
            <Close />
          </a>
        </span>
      ))}
      {count > 1 && (
        <a class="clear" href={navigation.href({ query: {} })}>
          Clear all
        </a>
      )}
    </span>
  );
}

function chipsOf(log: LogSession, query: TaskQuery, all: boolean): readonly Chip[] {
  const { text, types, notTypes, statuses, fields, from, to, minDurationSeconds: min, maxDurationSeconds: max } = query;
  const span = log.summary.value ?? NO_SPAN;
  const chips: Chip[] = [];
  if (all && text !== undefined) {
    const { text: _, ...without } = query;
    chips.push({ text: `with “${formatText(text)}”`, without });
  }
  for (const status of all ? (statuses ?? []) : []) {
    chips.push({ text: statusWords(status), without: withList(query, "statuses", without(statuses, status)) });
  }
  for (const type of types ?? []) {
    const less = withList(query, "types", without(types, type));
    const turned = { ...less, notTypes: [...(notTypes ?? []), type] };
    chips.push({ text: "type", without: less, turned: { sign: "is", value: formatText(type), query: turned } });
  }
  for (const type of notTypes ?? []) {
    const less = withList(query, "notTypes", without(notTypes, type));
    const turned = { ...less, types: [...(types ?? []), type] };
    chips.push({ text: "type", without: less, turned: { sign: "is not", value: formatText(type), query: turned } });
  }
  for (const demand of fields ?? []) {
    const less = withList(query, "fields", without(fields, demand));
    const turned = withList(
      query,
      "fields",
      fields?.map((other) => (other === demand ? turnedAround(demand) : other)),
    );
    const { field, value, op = "is" } = demand;
    chips.push({
      text: formatText(field),
      without: less,
      turned: { sign: op, value: value === "" ? "(empty)" : formatText(value), query: turned },
    });
  }
  if (from !== undefined || to !== undefined) {
    const { from: _, to: __, ...without } = query;
    const [first, last] = [from, to].map((time) => (time === undefined ? "…" : formatTime(time, span)));
    chips.push({ text: `${first} – ${last}`, without });
  }
  if (min !== undefined) {
    const { minDurationSeconds: _, ...without } = query;
    chips.push({ text: `at least ${formatSeconds(min)}`, without });
  }
  if (max !== undefined) {
    const { maxDurationSeconds: _, ...without } = query;
    chips.push({ text: `less than ${formatSeconds(max)}`, without });
  }
  if (query.like !== undefined) {
    const { like, ...without } = query;
    chips.push({ text: `failed like ${formatText(like.slice(0, 8))}`, without });
  }
  if (query.counted !== undefined) {
    const { counted, ...without } = query;
    chips.push({ text: countedWords(counted), without });
  }
  return chips;
}

type ListName = "statuses" | "types" | "notTypes" | "fields";

/** The query with a list in place of another; an empty one narrows no longer. */
function withList(query: TaskQuery, name: ListName, list: readonly unknown[] | undefined): TaskQuery {
  const { [name]: _, ...rest } = query;
  return list === undefined || list.length === 0 ? rest : { ...rest, [name]: list };
}

function without<T>(list: readonly T[] | undefined, one: T): readonly T[] {
  return list?.filter((other) => other !== one) ?? [];
}

function turnedAround({ field, value, op }: FieldValue): FieldValue {
  if (op === "above" || op === "below") return { field, value, op: op === "above" ? "below" : "above" };
  return op === "is not" ? { field, value } : { field, value, op: "is not" };
}
