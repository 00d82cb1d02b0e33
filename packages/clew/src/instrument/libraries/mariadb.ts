import { type Part, partOf } from "../part.js";
import { sqlField } from "../sql-text.js";
import { replaceMethod, traceCall } from "../traced-call.js";

const METHODS = ["query", "execute", "batch"];

/** A connection or a pool of mariadb: what a pool asks of its connection is the same query. */
export function patchMariadb(exports: { readonly default?: unknown }): void {
  const part = partOf("mariadb");
  const Class = exports.default as { readonly prototype: object };
  for (const name of METHODS) replaceMethod(Class.prototype, name, (method) => traced(method, part));
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

function traced(method: Method, part: Part): Method {
  return function (this: unknown, ...args) {
    if (part.users === 0) return method.apply(this, args);
    const [query] = args;
    const sql = typeof query === "string" ? query : (query as { readonly sql?: unknown } | undefined)?.sql;
    const plan = () => ({ type: "mysql.query", fields: sqlField("mariadb", sql), successFields: rowsOf });
    return traceCall("mariadb", plan, method, this, args);
  };
}

function rowsOf(result: unknown): object {
  if (Array.isArray(result)) return { rows: result.length };
  const { affectedRows } = (result ?? {}) as { readonly affectedRows?: unknown };
  return typeof affectedRows === "number" ? { rows: affectedRows } : {};
}
