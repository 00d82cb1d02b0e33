import type { LogSession } from "../../state/index.js";
import { SearchField } from "../parts/search-field.js";

export function SearchBox({ log }: { readonly log: LogSession }) {
  const { navigation } = log;
  const search = (typed: string) => {
    const { text: _, ...rest } = navigation.state.peek().query;
    const text = typed.trim();
    navigation.adjust({ query: text === "" ? rest : { ...rest, text } });
  };
  return (
    <SearchField
      label="Search in all messages"
      hint="Types, fields, values, ids; in any case"
      wanted={navigation.state.value.query.text ?? ""}
      search={search}
      enter={search}
    />
  );
}
