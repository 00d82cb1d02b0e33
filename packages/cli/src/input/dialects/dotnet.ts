import type { Dialect } from "./parts/index.js";

/** The JSON console of .NET: https://learn.microsoft.com/dotnet/core/extensions/console-log-formatter. */
export const dotnet: Dialect = {
  name: "dotnet",
  lines: "lines of .NET's console",
  example:
    '{"Timestamp":"2026-01-02T03:04:05.006Z","EventId":14,"LogLevel":"Information","Category":"Shop.App","Message":"Listening"}',
  recognizes: ({ LogLevel, Category }) => typeof LogLevel === "string" && Category !== undefined,
  prepare: (reading) => {
    const { State } = reading.value;
    const template =
      typeof State === "object" && State !== null
        ? (State as { readonly "{OriginalFormat}"?: unknown })["{OriginalFormat}"]
        : undefined;
    return { template: typeof template === "string" ? template : undefined };
  },
  durations: "ms",
};
