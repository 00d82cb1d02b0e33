// What could stand where a filter is typed: names of fields, then the values of the one that is named.

import type { FieldName } from "@clew/log";
import { useSignal } from "@preact/signals";
import { plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import type { Option } from "../parts/combobox.js";

const MOST_SHOWN = 12;
const OWN: readonly Option[] = [
  { text: "type=", about: "of the task" },
  { text: "status=failed", about: "" },
  { text: "duration>", about: "as 100ms, 2s" },
];
const SIGN = /^(.+?)\s*(!=|=|>|<)\s*/;

/** Whether a text names a field and asks for a value of it, which is still to be typed. */
export function wantsValue(text: string): boolean {
  return SIGN.exec(text)?.[0] === text;
}

export interface Suggestions {
  /** Those for a text, as far as they are known. */
  of(text: string): readonly Option[];
  /** Asks the log for what the text needs. */
  look(text: string): Promise<void>;
  /** Forgets the values, which are those of the tasks that matched. */
  forget(): void;
}

/** Suggestions for a filter that is typed, of the log and of the tasks that match now. */
export function useSuggestions({ navigation, source }: Pick<LogSession, "navigation" | "source">): Suggestions {
  const names = useSignal<readonly FieldName[]>([]);
  /** The values of the field that is being typed. */
  const values = useSignal<KnownValues | undefined>(undefined);
  return {
    of: (text) => suggestionsFor(text, names.value, values.value),
    look: async (text) => {
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
    },
    forget: () => {
      values.value = undefined;
    },
  };
}

interface KnownValues {
  readonly field: string;
  readonly all: readonly Option[];
}

/** What could stand where a text is typed: names of fields, or the values of the one that is named. */
function suggestionsFor(text: string, names: readonly FieldName[], values: KnownValues | undefined): readonly Option[] {
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
export function fitting<T extends Option>(all: readonly T[], text: string): readonly T[] {
  const wanted = text.trim().toLowerCase();
  const found = all.filter((one) => one.text.toLowerCase().includes(wanted));
  const first = found.filter((one) => one.text.toLowerCase().startsWith(wanted));
  return [...new Set([...first, ...found])].slice(0, MOST_SHOWN);
}
