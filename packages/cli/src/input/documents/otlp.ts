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
      add: (value, line) => {
        const refused: Refused = (reason) => unused(line, reason);
        if (Array.isArray(value.resourceMetrics)) metrics++;
        // Passing each message on costs as much as making it: a request has both kinds only where somebody joined two.
        if (!Array.isArray(value.resourceLogs)) return messagesOfTraces(value, refused);
        if (!Array.isArray(value.resourceSpans)) return messagesOfLogs(value, refused);
        return [...messagesOfTraces(value, refused), ...messagesOfLogs(value, refused)];
      },
      end: () => {
        if (metrics > 0) note("metrics of OpenTelemetry are in it; they are not read");
        return [];
      },
    };
  },
};
