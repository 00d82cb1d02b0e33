import { currentAction } from "../../record/index.js";
import { partOf } from "../part.js";
import { replaceMethod, traceCall } from "../traced-call.js";

/** A command of a connection: what every operation, and mongoose, becomes in the end. Its values stay out. */
export function patchMongodbConnection(exports: { readonly Connection: { readonly prototype: object } }): void {
  const part = partOf("mongodb");
  replaceMethod(exports.Connection.prototype, "command", (command) => {
    return function (this: unknown, ...args) {
      // What the driver asks by itself, to see who lives, belongs to nobody.
      if (part.users === 0 || currentAction() === undefined) return command.apply(this, args);
      const [namespace, document] = args as [{ readonly db?: unknown } | undefined, object | undefined];
      const [name, collection] = Object.entries(document ?? {})[0] ?? [];
      const fields = {
        command: name,
        database: namespace?.db,
        ...(typeof collection === "string" ? { collection } : {}),
      };
      return traceCall("mongodb", () => ({ type: "mongodb.command", fields }), command, this, args);
    };
  });
}

/** Monitors and pools are opened by the first who asks, and live on. */
export function patchMongodbClient(exports: { readonly MongoClient: { readonly prototype: object } }): void {
  const part = partOf("mongodb");
  replaceMethod(exports.MongoClient.prototype, "connect", (connect) => {
    return function (this: unknown, ...args) {
      if (part.users === 0 || currentAction() === undefined) return connect.apply(this, args);
      const plan = () => ({ type: "mongodb.connect", fields: {}, detached: true });
      return traceCall("mongodb", plan, connect, this, args);
    };
  });
}
