// The field in which a filter is typed, and what could stand there as one types.

import type { FieldName } from "@clew/log";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { formatText, narrowedBy, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { useKeys } from "../parts/use-keys.js";

/** What is known of a field that is being typed. */
interface Suggestion {
  readonly text: string;
  readonly about: string;
}

const MOST_SHOWN = 12;
const OWN: readonly Suggestion[] = [
  { text: "type=", about: "of the task" },
  { text: "status=failed", about: "" },
  { text: "duration>", about: "as 100ms, 2s" },
];
const SIGN = /^(.+?)\s*(!=|=|>|<)\s*/;

/** A field in which a filter is typed, as clew find takes it, with what could stand there. The key `f` goes to it. */
export function FilterField({ log }: { readonly log: LogSession }) {
  const { navigation, source } = log;
  const typed = useSignal("");
  const names = useSignal<readonly FieldName[]>([]);
  /** The values of the field that is being typed. */
  const values = useSignal<{ readonly field: string; readonly all: readonly Suggestion[] } | undefined>(undefined);
  const active = useSignal(-1);
  const isOpen = useSignal(false);
  const field = useRef<HTMLInputElement | null>(null);
  useKeys({ f: () => field.current?.focus() });
  const suggestions = suggestionsFor(typed.value, names.value, values.value);
  const look = async (text: string) => {
    const name = SIGN.exec(text)?.[1];
    if (name === undefined) {
      if (names.value.length === 0) names.value = await source.fieldNames().catch(() => []);
    } else if (values.value?.field !== name) {
      values.value = { field: name, all: [] };
      const { groups } = await source.groups(navigation.state.peek().query, name).catch(() => ({ groups: [] }));
      if (values.value?.field !== name) return;
      const all = groups.flatMap(({ value, count }) =>
        value === null ? [] : [{ text: value, about: plural(count, "task") }],
      );
      values.value = { field: name, all };
    }
  };
  const type = (text: string) => {
    typed.value = text;
    active.value = -1;
    void look(text);
  };
  const take = (text: string) => {
    if (SIGN.exec(text)?.[0] === text) {
      type(text);
      field.current?.focus();
      return;
    }
    const { query } = navigation.state.peek();
    typed.value = "";
    values.value = undefined;
    isOpen.value = false;
    navigation.step({ query: narrowedBy(query, text) });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") active.value = Math.min(suggestions.length - 1, active.value + 1);
    else if (event.key === "ArrowUp") active.value = Math.max(-1, active.value - 1);
    else if (event.key === "Enter") take(suggestions[active.value]?.text ?? typed.value);
    else if (event.key === "Escape") {
      if (typed.value === "") field.current?.blur();
      typed.value = "";
      isOpen.value = false;
    } else return;
    event.preventDefault();
  };
  const shown = isOpen.value ? suggestions : [];
  return (
    <div class="filter-field">
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Narrow by"
        aria-expanded={shown.length > 0}
        aria-controls="filter-suggestions"
        aria-autocomplete="list"
        aria-activedescendant={active.value >= 0 ? `filter-${active.value}` : undefined}
        placeholder="Narrow by field=value, duration>100ms (f)"
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onFocus={() => {
          isOpen.value = true;
          values.value = undefined;
          type(typed.value);
        }}
        onBlur={() => {
          isOpen.value = false;
        }}
        onInput={({ currentTarget }) => {
          isOpen.value = true;
          type(currentTarget.value);
        }}
        onKeyDown={press}
      />
      <div id="filter-suggestions" role="listbox" aria-label="What could stand there" hidden={shown.length === 0}>
        {shown.map(({ text, about }, i) => (
          <div
            key={text}
            id={`filter-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active.value}
            onPointerDown={(event) => {
              event.preventDefault();
              take(text);
            }}
          >
            <span class="mono">{formatText(text)}</span> <span class="faint">{about}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** What could stand where a text is typed: names of fields, or the values of the one that is named. */
function suggestionsFor(
  text: string,
  names: readonly FieldName[],
  values: { readonly field: string; readonly all: readonly Suggestion[] } | undefined,
): readonly Suggestion[] {
  const [start, name] = SIGN.exec(text) ?? [];
  if (start === undefined) {
    const fields = names.map(({ field, count }) => ({ text: `${field}=`, about: plural(count, "record") }));
    return fitting([...OWN, ...fields], text);
  }
  const all = values !== undefined && values.field === name ? values.all : [];
  return fitting(
    all.map((value) => ({ ...value, text: `${start}${value.text}` })),
    text,
  );
}

/** Those in which the text stands, those that begin with it first. */
function fitting(all: readonly Suggestion[], text: string): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  const found = all.filter((one) => one.text.toLowerCase().includes(wanted));
  const first = found.filter((one) => one.text.toLowerCase().startsWith(wanted));
  return [...new Set([...first, ...found])].slice(0, MOST_SHOWN);
}
