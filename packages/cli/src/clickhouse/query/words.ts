// A query in ClickHouse's SQL as its words: texts and comments stay whole, so that nothing in them is taken for a part of it.

export interface Word {
  readonly kind: "name" | "text" | "sign" | "space";
  readonly text: string;
}

const WORD =
  /(?<space>(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+)|(?<text>'(?:[^'\\]|\\[\s\S]|'')*')|(?<name>[\p{L}_][\p{L}\p{N}_]*|`[^`\\]+`|"[^"\\]+")|(?<sign>\d[\w.]*|[\s\S])/uy;

export function wordsOf(sql: string): Word[] {
  const words: Word[] = [];
  WORD.lastIndex = 0;
  for (let match = WORD.exec(sql); match !== null; match = WORD.exec(sql)) {
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [
      "sign",
      match[0],
    ];
    words.push({ kind: kind as Word["kind"], text: String(text) });
  }
  return words;
}
