// A query is checked on its syntax tree, which the database gives without running anything: it reads the
// tables of the log and nothing else. The database's own locks, a read-only file and no access to others, stand behind
// it; alone they would let a SELECT through that switches logging on, or one that breaks the process.

import { type Database, StoreError } from "../database/index.js";
import { VIEWS } from "../tables/index.js";

const TABLES = VIEWS.map(({ name }) => name);
/** Functions that make rows of their arguments. All others that can stand in FROM look elsewhere. */
const ROW_FUNCTIONS: ReadonlySet<string> = new Set([
  "unnest",
  "range",
  "generate_series",
  "json_each",
  "json_tree",
  "repeat",
  "repeat_row",
  "histogram",
  "histogram_values",
]);
const NO_FUNCTIONS: ReadonlySet<string> = new Set(["write_log", "nextval", "currval"]);

type Node = Readonly<Record<string, unknown>>;

interface Tree {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: readonly unknown[];
}

/** Throws a `StoreError` where a text is more or other than one SELECT of the tables of a log. */
export async function checkQuery(database: Database, sql: string): Promise<void> {
  const [row] = await database.rows<{ tree: string }>("SELECT json_serialize_sql($1::VARCHAR) AS tree", [sql]);
  const tree = JSON.parse(row?.tree ?? "{}") as Tree;
  if (tree.error) {
    if (tree.error_type === "parser") throw refused(`${tree.error_message}`);
    throw refused("it is not a SELECT; a log can be asked, and not changed");
  }
  const statements = tree.statements ?? [];
  if (statements.length !== 1) throw refused(`it is ${statements.length} statements; give one`);
  const nodes = [...nodesOf(statements)];
  const named = new Set([...TABLES, ...nodes.flatMap(namesOfWith)].map((name) => name.toLowerCase()));
  for (const node of nodes) checkNode(node, named);
}

function checkNode(node: Node, named: ReadonlySet<string>): void {
  if (node.type === "BASE_TABLE") {
    const schema = String(node.schema_name ?? "");
    const name = String(node.table_name);
    const isThere =
      named.has(name.toLowerCase()) && (schema === "" || schema === "main") && (node.catalog_name ?? "") === "";
    if (!isThere) throw refused(`there is no table ${JSON.stringify(name)}; there are ${TABLES.join(", ")}`);
  }
  if (node.type === "SHOW_REF" && (node.query === undefined || node.query === null)) {
    throw refused(`the tables are ${TABLES.join(", ")}; DESCRIBE tasks shows the columns of one`);
  }
  const name = typeof node.function_name === "string" ? node.function_name.toLowerCase() : undefined;
  if (name !== undefined && NO_FUNCTIONS.has(name)) throw refused(`it may not call ${name}`);
  if (node.type !== "TABLE_FUNCTION") return;
  const called = String((node.function as Node | undefined)?.function_name).toLowerCase();
  if (!ROW_FUNCTIONS.has(called))
    throw refused(`it may not read from ${called}(); the tables are ${TABLES.join(", ")}`);
}

/** The names that a WITH gives. */
function namesOfWith(node: Node): string[] {
  const { map } = (node.cte_map ?? {}) as { readonly map?: readonly { readonly key?: unknown }[] };
  return (map ?? []).flatMap(({ key }) => (typeof key === "string" ? [key] : []));
}

/** All objects in a value, without recursion. */
function* nodesOf(value: unknown): Generator<Node> {
  const waiting = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) yield next as Node;
    for (const member of Object.values(next)) if (typeof member === "object" && member !== null) waiting.push(member);
  }
}

/** The error for a query that cannot be asked. */
export function refused(why: string): StoreError {
  return new StoreError("CLEW_QUERY", `Cannot run the query: ${why}`);
}
