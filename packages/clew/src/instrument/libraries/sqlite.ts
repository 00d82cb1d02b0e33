/** better-sqlite3 and node:sqlite: calls that are over when they return. */

import { partOf } from "../part.js";
import { sqlField } from "../sql-text.js";
import { replaceMethod, traceCall } from "../traced-call.js";

/** `iterate` is left alone: what it does happens while the caller walks. */
const STATEMENT_METHODS = ["run", "get", "all"];

interface Statement {
  /** better-sqlite3 says `source`, node:sqlite `sourceSQL`. */
  readonly source?: unknown;
  readonly sourceSQL?: unknown;
}

function patchStatements(prototype: object): void {
  const part = partOf("sqlite");
  for (const name of STATEMENT_METHODS) {
    replaceMethod(prototype, name, (method) => {
      return function (this: unknown, ...args) {
        if (part.users === 0) return method.apply(this, args);
        const { source, sourceSQL } = this as Statement;
        const plan = () => ({
          type: "sqlite.query",
          fields: sqlField("sqlite", source ?? sourceSQL),
          successFields: (result: unknown) => rowsOf(name, result),
        });
        return traceCall("sqlite", plan, method, this, args);
      };
    });
  }
}

function rowsOf(method: string, result: unknown): object {
  if (method === "all" && Array.isArray(result)) return { rows: result.length };
  if (method === "get") return { rows: result === undefined ? 0 : 1 };
  const { changes } = (result ?? {}) as { readonly changes?: unknown };
  return typeof changes === "number" ? { rows: changes } : {};
}

/** The class of better-sqlite3's statements is reached by the first of them. */
export function patchBetterSqlite3(Database: { readonly prototype: object }): void {
  const patched = new WeakSet<object>();
  replaceMethod(Database.prototype, "prepare", (prepare) => {
    return function (this: unknown, ...args) {
      const statement = prepare.apply(this, args);
      const prototype =
        typeof statement === "object" && statement !== null ? Object.getPrototypeOf(statement) : undefined;
      if (prototype !== undefined && !patched.has(prototype)) {
        patched.add(prototype);
        patchStatements(prototype);
      }
      return statement;
    };
  });
}

export function patchNodeSqlite(exports: { readonly StatementSync: { readonly prototype: object } }): void {
  patchStatements(exports.StatementSync.prototype);
}
