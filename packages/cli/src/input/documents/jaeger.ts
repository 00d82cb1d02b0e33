import { isJaegerTrace, messagesOfJaegerTrace, objectsIn } from "../../tracers/index.js";
import type { DocumentForm } from "./document-form.js";

/** Traces as Jaeger's page exports them and its API answers: a list in `data`, or one by one. */
export const jaeger: DocumentForm = {
  name: "Jaeger's JSON",
  by: "Jaeger: the page's export, and the answers of its API",
  recognizes: (value) => isJaegerTrace(value) || objectsIn(value.data).some(isJaegerTrace),
  open: ({ unused }) => ({
    *add(value, line) {
      const traces = isJaegerTrace(value) ? [value] : objectsIn(value.data);
      for (const trace of traces) yield* messagesOfJaegerTrace(trace, (reason) => unused(line, reason));
    },
    end: () => [],
  }),
};
