import { messagesOfLogs, messagesOfTraces, type Refused } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** Requests of OTLP as JSON: each span and log record is given at once, for its lines depend on it alone. */
export const otlp: DocumentForm = {
  name: "OTLP JSON",
  by: "OpenTelemetry: requests, and the lines of the collector's file exporter",
  recognizes: (value) =>
    Array.isArray(value.resourceSpans) || Array.isArray(value.resourceLogs) || Array.isArray(value.resourceMetrics),
  open: ({ unused, note }) => {
    let metrics = 0;
    return {
      *add(value, line) {
        const refused: Refused = (reason) => unused(line, reason);
        yield* messagesOfTraces(value, refused);
        yield* messagesOfLogs(value, refused);
        if (Array.isArray(value.resourceMetrics)) metrics++;
      },
      end: () => {
        if (metrics > 0) note("metrics of OpenTelemetry are in it; they are not read");
        return [];
      },
    };
  },
};
