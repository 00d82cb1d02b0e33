import { exportChromeTrace } from "./chrome-trace.js";
import { exportCsv } from "./csv.js";
import { exportDot } from "./dot.js";
import { exportEliotForest } from "./eliot-forest.js";
import type { Exporter } from "./exporter.js";
import { exportJaeger } from "./jaeger.js";
import { exportMermaid } from "./mermaid.js";
import { exportOtlp } from "./otlp.js";
import { exportPerfetto } from "./perfetto.js";
import { exportScLogs } from "./sc-logs.js";
import { exportSpeedscope } from "./speedscope.js";

export type { Exporter, ExportOptions } from "./exporter.js";
export { exportHtml } from "./html.js";
export { type OtlpRequest, otlpRequests } from "./otlp.js";

/** The forms that can be written, by their names. */
export const EXPORTERS: Readonly<Record<string, Exporter>> = {
  "eliot-forest": exportEliotForest,
  "chrome-trace": exportChromeTrace,
  perfetto: exportPerfetto,
  speedscope: exportSpeedscope,
  dot: exportDot,
  mermaid: exportMermaid,
  csv: exportCsv,
  "sc-logs": exportScLogs,
  otlp: exportOtlp,
  jaeger: exportJaeger,
};

/** The forms that are no text; they do not go to a terminal. */
export const BINARY: ReadonlySet<string> = new Set(["perfetto"]);
