import { chromeTrace } from "./chrome-trace.js";
import { datadog } from "./datadog.js";
import type { DocumentForm } from "./document-form.js";
import { elasticApm } from "./elastic-apm.js";
import { har } from "./har.js";
import { jaeger } from "./jaeger.js";
import { otlp } from "./otlp.js";
import { scLogs } from "./sc-logs.js";
import { skywalking } from "./skywalking.js";
import { xRay } from "./x-ray.js";
import { zipkin } from "./zipkin.js";

/** The forms of documents that are read, in the order in which they are tried. */
export const DOCUMENT_FORMS: readonly DocumentForm[] = [
  scLogs,
  otlp,
  jaeger,
  zipkin,
  skywalking,
  datadog,
  xRay,
  elasticApm,
  har,
  chromeTrace,
];

export type { DocumentFindings, DocumentForm, DocumentReader } from "./document-form.js";
export { documentLines, isDocument } from "./document-lines.js";
