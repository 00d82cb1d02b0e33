// A query is looked through before it is sent: it reads the tables of the log and nothing else. What the user may read is the
// server's to say; this stands in front of it, for servers that know no grants, where anybody may reach elsewhere.

import { ClickHouseError } from "../../address/index.js";
import { type Word, wordsOf } from "./words.js";

/** The tables that can be asked, each as the question that it stands for. */
export type AskedTables = ReadonlyMap<string, string>;

/** What follows a table and is no name that it is given; most of it ends a list of tables. */
const CLAUSE =
  /^(prewhere|where|group|having|order|limit|union|on|using|join|any|all|asof|semi|anti|left|right|inner|outer|full|cross|global|array|final|sample|with|window|qualify|except|intersect|offset)$/i;
/** Functions that read something else than their arguments, or that wait. */
const REACHES =
  /^(dict.*|joinget.*|file|url|remote.*|cluster.*|merge|executable|(global)?(not)?(null)?in|hascolumnintable|.*evaluate|sleep.*|getsetting|getserver.*|filesystem.*)$/i;
const REFUSED =
  /^(settings|format|into|insert|alter|create|drop|system|kill|attach|detach|optimize|rename|set|describe|show)$/i;

/** The query with its tables in place of their names; refuses what would read, or do, anything else. */
export function withTables(sql: string, tables: AskedTables): string {
  const all = wordsOf(sql.trim().replace(/;$/, ""));
  const words = all.filter(({ kind }) => kind !== "space");
  if (!/^(select|with)$/i.test(words[0]?.text ?? "")) {
    throw refused("it is not a SELECT; a log can be asked, and not changed");
  }
  const asked = new Map(words.map((word, i) => [word, { before: words[i - 1], next: words[i + 1] }]));
  const names = new Set([...tables.keys(), ...words.flatMap((word, i) => nameGiven(word, words[i - 1], tables))]);
  /** For each open bracket, whether a comma in it stands before a table. */
  const lists = [false];
  /** What must not be a name now: a table that is none, or one that IN would read. */
  let awaited: "table" | "values" | undefined;
  return all
    .map((word) => {
      const { kind, text } = word;
      const { before, next } = asked.get(word) ?? {};
      if (kind === "space") return text;
      const wasAwaited = awaited;
      awaited = undefined;
      if (kind === "text") return text;
      if (kind === "sign") {
        if (text === "(") {
          lists.push(false);
          if (wasAwaited === "values") awaited = "values";
        } else if (text === ")") lists.pop();
        else if (text === "," && lists.at(-1) === true) awaited = "table";
        else if (text === ";") throw refused("it is several statements; give one");
        else if (/^["'`$#\\]$/.test(text)) throw refused(`it has a ${text} that cannot be read`);
        return text;
      }
      const name = unquoted(text);
      if (wasAwaited === "table") return tableFor(name, next, tables);
      if (wasAwaited === "values" && !/^(select|with)$/i.test(text)) {
        throw refused("behind IN stand values, or a question, in brackets");
      }
      if (next?.text === "(" && REACHES.test(name) && !/^in$/i.test(text)) throw refused(`it may not call ${name}`);
      if (before?.text === ".") return text;
      if (next?.text === "." && !names.has(name)) throw refused(`there is nothing named ${JSON.stringify(name)} in it`);
      if (text !== name) return text;
      if (REFUSED.test(name))
        throw refused(`it may not say ${name.toUpperCase()}; a column's name can stand in quotes`);
      if (/^in$/i.test(name)) {
        if (next?.text !== "(" || !isCompared(before))
          throw refused("behind IN stand values, or a question, in brackets");
        awaited = "values";
      } else if (/^(from|join)$/i.test(name) && !/^array$/i.test(before?.text ?? "")) {
        awaited = "table";
        lists[lists.length - 1] = true;
      } else if (CLAUSE.test(name)) lists[lists.length - 1] = false;
      return text;
    })
    .join("");
}

function tableFor(name: string, next: Word | undefined, tables: AskedTables): string {
  const question = tables.get(name);
  if (question === undefined || next?.text === "." || next?.text === "(") {
    throw refused(`there is no table ${JSON.stringify(name)}; there are ${[...tables.keys()].join(", ")}`);
  }
  const isNamed = next?.kind === "name" && !CLAUSE.test(next.text);
  return isNamed ? `(${question})` : `(${question}) AS ${name}`;
}

/** A name that the query itself gives, to a table or to a value. */
function nameGiven(word: Word, before: Word | undefined, tables: AskedTables): string[] {
  if (word.kind !== "name" || before === undefined) return [];
  const isGiven = /^as$/i.test(before.text) || before.text === ")" || tables.has(before.text);
  return isGiven ? [unquoted(word.text)] : [];
}

/** Whether IN compares what stands before it, and is no function, which would take the name of a table. */
function isCompared(before: Word | undefined): boolean {
  if (before === undefined || before.kind === "sign") return /^(\)|\]|\d.*)$/.test(before?.text ?? "");
  return !/^(select|distinct|where|prewhere|having|and|or|on|by|case|when|then|else|as|between|like)$/i.test(
    before.text,
  );
}

function unquoted(name: string): string {
  return /^["`]/.test(name) ? name.slice(1, -1) : name;
}

export function refused(why: string): ClickHouseError {
  return new ClickHouseError("CLEW_QUERY", `Cannot run the query: ${why}`);
}
