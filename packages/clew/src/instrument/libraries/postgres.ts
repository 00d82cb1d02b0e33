/**
 * postgres.js: a query is lazy, and begins when it is awaited; its promise is settled by functions that it keeps. It opens
 * and keeps the connection by itself, so that it begins in no context.
 */

import { detached } from "../../record/index.js";
import { partOf } from "../part.js";
import { sqlField } from "../sql-text.js";
import { beginCall, replaceMethod } from "../traced-call.js";

interface Query {
  readonly executed?: boolean;
  /** Absent where the connection asks for its own sake. */
  readonly canceller?: unknown;
  readonly strings?: readonly string[];
  readonly options?: { readonly [name: string]: unknown };
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

export function patchPostgresQuery(exports: { readonly Query: { readonly prototype: object } }): void {
  const part = partOf("postgres");
  const begunOf = new WeakSet<object>();
  replaceMethod(exports.Query.prototype, "handle", (handle) => {
    return function (this: unknown, ...args) {
      const query = this as Query;
      if (part.users === 0 || query.executed || begunOf.has(query)) return handle.apply(this, args);
      if (query.canceller === undefined) return detached(() => handle.apply(this, args));
      begunOf.add(query);
      const begun = beginCall("postgres", () => ({
        type: "pg.query",
        fields: sqlField("postgres", query.strings?.join("?")),
        successFields: (result: { readonly count?: number } | undefined) =>
          typeof result?.count === "number" ? { rows: result.count } : {},
      }));
      if (begun === undefined) return handle.apply(this, args);
      const { resolve, reject } = query;
      query.resolve = (result) => {
        begun.succeed(result);
        resolve(result);
      };
      query.reject = (error) => {
        begun.fail(error);
        reject(error);
      };
      return detached(() => handle.apply(this, args));
    };
  });
}
