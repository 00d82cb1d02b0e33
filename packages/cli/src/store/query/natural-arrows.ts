// `a = 1 AND fields->>'user' = 'kim'` as everybody writes it: DuckDB 1 binds the arrows more weakly than AND and `=`, and
// tries to compare the rest. With brackets around each chain of arrows both mean the same. An arrow before a name makes a function.

/** Texts, names in quotation marks, comments, texts in dollars: in none of them an arrow is one. */
const SKIPPED = String.raw`'(?:[^']|'')*'|--[^\n]*|/\*[\s\S]*?\*/|\$\$[\s\S]*?\$\$`;
const NAME = String.raw`(?:"(?:[^"]|"")*"|[A-Za-z_][\w$]*)`;
const CHAIN = String.raw`${NAME}(?:\s*\.\s*${NAME})*(?:\s*->>?\s*(?:'(?:[^']|'')*'|-?\d+))+`;
const TOKENS = new RegExp(`(${SKIPPED})|(${CHAIN})|${NAME}`, "g");

/** A query whose arrows bind as people mean them. */
export function withNaturalArrows(sql: string): string {
  if (!sql.includes("->")) return sql;
  return sql.replace(TOKENS, (written, _skipped, chain: string | undefined) =>
    chain === undefined ? written : `(${chain})`,
  );
}
