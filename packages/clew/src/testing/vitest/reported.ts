// What the reporter reads of Vitest's own objects. Vitest is no dependency of the library.

/** A test of Vitest. */
export interface ReportedTest {
  readonly type: "test";
  readonly name: string;
  result(): { readonly state: string; readonly errors?: readonly { readonly message: string }[] | undefined };
  /** Nothing where the test did not run. */
  diagnostic():
    | { readonly startTime: number; readonly duration: number; readonly retryCount: number; readonly flaky: boolean }
    | undefined;
}

/** A suite of Vitest: `describe`. */
export interface ReportedSuite {
  readonly type: "suite";
  readonly name: string;
  readonly children: Iterable<ReportedSuite | ReportedTest>;
}

/** A test file of Vitest. */
export interface ReportedModule {
  readonly moduleId: string;
  readonly relativeModuleId: string;
  readonly children: Iterable<ReportedSuite | ReportedTest>;
  errors(): readonly { readonly message: string }[];
  diagnostic(): {
    readonly environmentSetupDuration: number;
    readonly prepareDuration: number;
    readonly setupDuration: number;
    readonly collectDuration: number;
    readonly duration: number;
  };
}
