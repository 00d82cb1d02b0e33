import { type AnyFunction, logged } from "./logged-function.js";
import { begin } from "./start-action.js";

/** Options of `logCall`. */
export interface LogCallOptions {
  /** The type of the actions; by default the function's name, of a method with its class's: `Account.close`. */
  readonly actionType?: string;
  /**
   * Whether the arguments are logged: all of them, as the list `args`, which is the default; or by name, where the
   * names are given in the order of the parameters, with `null` for those that are left out.
   */
  readonly includeArgs?: boolean | readonly (string | null)[];
  /** Whether what the call gives is logged, as `result`; `true` by default. */
  readonly includeResult?: boolean;
}

type Method<This, A extends unknown[], R> = (this: This, ...args: A) => R;

/** A decorator of methods: the standard's, and what TypeScript calls with `experimentalDecorators`. */
export interface MethodDecoration {
  <This, A extends unknown[], R>(
    method: Method<This, A, R>,
    context: ClassMethodDecoratorContext<This, Method<This, A, R>>,
  ): Method<This, A, R>;
  <T>(target: object, name: string | symbol, descriptor: TypedPropertyDescriptor<T>): TypedPropertyDescriptor<T>;
}

/**
 * Gives a function that does what `fn` does, as an action of its own at each call, with the arguments and the result
 * as fields. Async functions end their action when they settle. Generators, sync and async, begin theirs with the
 * first step and end it with the last one, or when they are closed; their bodies run in it. As a decorator, with
 * or without options, it does the same for a method.
 *
 * @example
 * ```ts
 * import { addDestination, logCall } from "clew";
 *
 * addDestination(({ action_type, n, result }) => console.log(action_type, n ?? result));
 *
 * const double = logCall((n: number) => n * 2, { actionType: "double", includeArgs: ["n"] });
 * double(21);
 *
 * class Account {
 *   balance = 0;
 *
 *   @logCall({ includeArgs: ["n"] })
 *   async deposit(n: number) {
 *     this.balance += n;
 *     return this.balance;
 *   }
 * }
 * await new Account().deposit(5);
 * ```
 *
 * ```text output
 * double 21
 * double 42
 * Account.deposit 5
 * Account.deposit 5
 * ```
 */
export function logCall<This, A extends unknown[], R>(
  fn: Method<This, A, R>,
  options?: LogCallOptions,
): Method<This, A, R>;
export function logCall<This, A extends unknown[], R>(
  method: Method<This, A, R>,
  context: ClassMethodDecoratorContext<This, Method<This, A, R>>,
): Method<This, A, R>;
export function logCall<T>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<T>,
): TypedPropertyDescriptor<T>;
export function logCall(options?: LogCallOptions): MethodDecoration;
export function logCall(given?: unknown, second?: unknown, third?: unknown): unknown {
  // The third is what TypeScript's older decorators are given, of static methods too, whose target is a function.
  if (typeof second === "string" || typeof second === "symbol") return decorate(undefined, given, second, third);
  if (typeof given !== "function") {
    const options = given as LogCallOptions | undefined;
    return (target: unknown, name: unknown, descriptor: unknown) => decorate(options, target, name, descriptor);
  }
  if (isDecorating(second)) return decorate(undefined, given, second, undefined);
  return wrap(given as AnyFunction, second as LogCallOptions | undefined, undefined);
}

/** What either kind of decorator gives: a method, or the descriptor of one. */
function decorate(options: LogCallOptions | undefined, target: unknown, name: unknown, descriptor: unknown): unknown {
  if (isDecorating(name)) {
    if (typeof target === "function" && name.kind === "method")
      return wrap(target as AnyFunction, options, String(name.name));
    throw refused(`a ${String(name.kind)}`, name.name);
  }
  const { value } = (typeof descriptor === "object" && descriptor !== null ? descriptor : {}) as PropertyDescriptor;
  if (typeof value !== "function") throw refused("what is no method", name);
  return { ...(descriptor as PropertyDescriptor), value: wrap(value as AnyFunction, options, String(name)) };
}

function refused(what: string, name: unknown): TypeError {
  return new TypeError(
    `Cannot log the calls of ${what}${name === undefined ? "" : `, ${String(name)}`}: put @logCall() before a method, or wrap a function in logCall(fn)`,
  );
}

function isDecorating(value: unknown): value is { readonly name: PropertyKey; readonly kind: unknown } {
  return typeof value === "object" && value !== null && "kind" in value && "name" in value && "addInitializer" in value;
}

function wrap(fn: AnyFunction, options: LogCallOptions = {}, method: string | undefined): AnyFunction {
  const { actionType, includeArgs = true, includeResult = true } = options;
  const typeFor = (owner: unknown): string =>
    actionType ?? (method === undefined ? fn.name || "anonymous" : `${ownerName(owner)}${method}`);
  const start = (owner: unknown, args: unknown[]) => begin(typeFor(owner), argumentFields(args, includeArgs));
  const wrapped = logged(fn, start, includeResult);
  Object.defineProperties(wrapped, {
    name: { value: fn.name, configurable: true },
    length: { value: fn.length, configurable: true },
  });
  return wrapped;
}

function argumentFields(
  args: readonly unknown[],
  include: NonNullable<LogCallOptions["includeArgs"]>,
): object | undefined {
  if (include === false) return undefined;
  if (include === true) return args.length === 0 ? undefined : { args: [...args] };
  const fields: Record<string, unknown> = {};
  for (const [i, name] of include.entries()) if (name !== null && i < args.length) fields[name] = args[i];
  return fields;
}

/** `Account.` for a method of an Account or of the class itself. */
function ownerName(owner: unknown): string {
  if (typeof owner === "function") return owner.name === "" ? "" : `${owner.name}.`;
  const name = typeof owner === "object" && owner !== null ? owner.constructor?.name : undefined;
  return name === undefined || name === "" ? "" : `${name}.`;
}
