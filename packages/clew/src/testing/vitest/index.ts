export type { ReportedModule, ReportedSuite, ReportedTest } from "./reported.js";
export { SuiteReporter, type SuiteReporterOptions } from "./suite-reporter.js";
