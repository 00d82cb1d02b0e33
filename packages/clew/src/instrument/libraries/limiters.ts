/** p-queue and Bottleneck run what waits for a place in the context of whoever freed it; here it runs where it was given. */

import { currentContext, runInContext } from "../../record/index.js";
import { type Part, partOf } from "../part.js";
import { replaceMethod } from "../traced-call.js";

type Method = (this: unknown, ...args: unknown[]) => unknown;

export function patchPQueue(exports: { readonly default: { readonly prototype: object } }): void {
  const part = partOf("limiters");
  replaceMethod(exports.default.prototype, "add", (add) => bindsFunctions(part, add));
}

export function patchBottleneck(Bottleneck: { readonly prototype: object }): void {
  const part = partOf("limiters");
  for (const name of ["schedule", "submit"]) {
    replaceMethod(Bottleneck.prototype, name, (method) => bindsFunctions(part, method));
  }
}

function bindsFunctions(part: Part, method: Method): Method {
  return function (this: unknown, ...args) {
    if (part.users === 0) return method.apply(this, args);
    const here = currentContext();
    const bind = (given: unknown) => {
      if (typeof given !== "function") return given;
      return function (this: unknown, ...rest: unknown[]) {
        return runInContext(here, () => given.apply(this, rest));
      };
    };
    return method.apply(this, args.map(bind));
  };
}
