import type { DocumentForm } from "./document-form.js";
import { scLogs } from "./sc-logs.js";

/** The forms of documents that are read, in the order in which they are tried. */
export const DOCUMENT_FORMS: readonly DocumentForm[] = [scLogs];

export type { DocumentFindings, DocumentForm, DocumentReader } from "./document-form.js";
export { documentLines } from "./document-lines.js";
