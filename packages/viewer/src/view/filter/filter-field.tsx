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
  const suggestions = useSignal<readonly Suggestion[]>([]);
  const active = useSignal(-1);
  const isOpen = useSignal(false);
  const field = useRef<HTMLInputElement | null>(null);
  const turn = useRef(0);
  useKeys({ f: () => field.current?.focus() });
  const suggest = async () => {
    const own = ++turn.current;
    const text = typed.value;
    const [start = "", name = ""] = SIGN.exec(text) ?? [];
    if (start === "") {
      if (names.value.length === 0) names.value = await source.fieldNames().catch(() => []);
      if (own !== turn.current) return;
      const fields = names.value.map(({ field: known, count }) => ({
        text: `${known}=`,
        about: plural(count, "record"),
      }));
      suggestions.value = fitting([...OWN, ...fields], text);
    } else {
      const { groups } = await source.groups(navigation.state.peek().query, name).catch(() => ({ groups: [] }));
      if (own !== turn.current) return;
      const values = groups.flatMap(({ value, count }) =>
        value === null ? [] : [{ text: `${start}${value}`, about: plural(count, "task") }],
      );
      suggestions.value = fitting(values, text);
    }
    active.value = -1;
  };
  const take = (text: string) => {
    typed.value = text;
    if (SIGN.exec(text)?.[0] === text) {
      field.current?.focus();
      void suggest();
      return;
    }
    const { query } = navigation.state.peek();
    typed.value = "";
    suggestions.value = [];
    isOpen.value = false;
    navigation.step({ query: narrowedBy(query, text) });
  };
  const press = (event: KeyboardEvent) => {
    const count = suggestions.value.length;
    if (event.key === "ArrowDown") active.value = Math.min(count - 1, active.value + 1);
    else if (event.key === "ArrowUp") active.value = Math.max(-1, active.value - 1);
    else if (event.key === "Enter") take(suggestions.value[active.value]?.text ?? typed.value);
    else if (event.key === "Escape") {
      if (typed.value === "") field.current?.blur();
      typed.value = "";
      isOpen.value = false;
    } else return;
    event.preventDefault();
  };
  const shown = isOpen.value ? suggestions.value : [];
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
          void suggest();
        }}
        onBlur={() => {
          isOpen.value = false;
        }}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          isOpen.value = true;
          void suggest();
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

/** Those in which the text stands, those that begin with it first. */
function fitting(all: readonly Suggestion[], text: string): readonly Suggestion[] {
  const wanted = text.trim().toLowerCase();
  const found = all.filter((one) => one.text.toLowerCase().includes(wanted));
  const first = found.filter((one) => one.text.toLowerCase().startsWith(wanted));
  return [...new Set([...first, ...found])].slice(0, MOST_SHOWN);
}
