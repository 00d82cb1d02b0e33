/** pg begins a query of its pool in the callback of `connect`, which whoever freed the client calls. */

import { currentContext, runInContext } from "../../record/index.js";
import { partOf } from "../part.js";
import { sqlField } from "../sql-text.js";
import { beginCall, type CallPlan, endBefore, endWith, replaceMethod, traceCall } from "../traced-call.js";

interface Client {
  readonly host?: string;
  readonly database?: string;
}

interface Emitter {
  once(event: string, listener: (error?: unknown) => void): unknown;
}

export function patchPgClient(Client: { readonly prototype: object }): void {
  const part = partOf("pg");
  replaceMethod(Client.prototype, "query", (query) => {
    return function (this: unknown, ...args) {
      if (part.users === 0) return query.apply(this, args);
      const begun = beginCall("pg", () => planOf(this as Client, args[0]));
      if (begun === undefined) return query.apply(this, args);
      const given = [...args];
      // The callback stands last, or in the query's own object.
      const at = given.findLastIndex((each) => typeof each === "function");
      const config = given[0] as { readonly submit?: unknown; readonly callback?: unknown } | undefined;
      const isStream = typeof config === "object" && config !== null && typeof config.submit === "function";
      if (at >= 0) given[at] = endBefore(given[at] as never, begun);
      else if (!isStream && typeof config === "object" && typeof config?.callback === "function") {
        given[0] = Object.assign(Object.create(config), { callback: endBefore(config.callback as never, begun) });
      }
      let result: unknown;
      try {
        result = begun.action.run(() => query.apply(this, given));
      } catch (error) {
        begun.fail(error);
        throw error;
      }
      if (at >= 0 || given[0] !== args[0]) return result;
      if (!isStream) return endWith(result, begun);
      const stream = config as unknown as Emitter;
      if (typeof stream.once === "function") {
        stream.once("end", () => begun.succeed());
        stream.once("close", () => begun.succeed());
        stream.once("error", (error) => begun.fail(error));
      } else begun.succeed();
      return result;
    };
  });
  replaceMethod(Client.prototype, "connect", (connect) => {
    return function (this: unknown, ...args) {
      if (part.users === 0) return connect.apply(this, args);
      const { host, database } = this as Client;
      const plan = () => ({ type: "pg.connect", fields: { host, database }, detached: true });
      return traceCall("pg", plan, connect, this, args);
    };
  });
}

function planOf({ host, database }: Client, query: unknown): CallPlan {
  const text = typeof query === "string" ? query : textOf(query);
  return { type: "pg.query", fields: { ...sqlField("pg", text), database, host }, successFields: rowsOf };
}

function textOf(query: unknown): unknown {
  const { text, cursor } = (query ?? {}) as { readonly text?: unknown; readonly cursor?: { readonly text?: unknown } };
  return text ?? cursor?.text;
}

/** Several statements in one text give several results. */
function rowsOf(result: unknown): object {
  const last = (Array.isArray(result) ? result.at(-1) : result) as { readonly rowCount?: number | null } | undefined;
  return typeof last?.rowCount === "number" ? { rows: last.rowCount } : {};
}

export function patchPgPool(Pool: { readonly prototype: object }): void {
  const part = partOf("pg");
  replaceMethod(Pool.prototype, "connect", (connect) => {
    return function (this: unknown, ...args) {
      const [callback] = args;
      if (part.users === 0 || typeof callback !== "function") return connect.apply(this, args);
      const here = currentContext();
      return connect.call(this, function (this: unknown, ...answer: unknown[]) {
        return runInContext(here, () => callback.apply(this, answer));
      });
    };
  });
}
