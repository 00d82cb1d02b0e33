// Every name that Eliot and eliot-tree have, with ours, or why there is none, and where a test holds ours to it.

/** A name of theirs, ours (empty where there is none), what differs or why, and a test: its file and its title. */
export type Counterpart = readonly [theirs: string, ours: string, note: string, test?: readonly [string, string]];

const record = (file: string, title: string) => [`packages/clew/src/record/${file}.test.ts`, title] as const;
const actions = (title: string) => record("action/actions", title);
const messages = (title: string) => record("messages", title);
const destinations = (title: string) => record("destinations/destinations", title);
const define = (title: string) => record("definitions/define", title);
const threads = (title: string) => ["test/worker/thread-destination.test.ts", title] as const;
const testing = (title: string) => ["packages/clew/src/testing/capture-log.test.ts", title] as const;
const parse = (title: string) => ["packages/clew/src/parse/parser.test.ts", title] as const;
const tree = (title: string) => ["packages/cli/src/commands/tree.test.ts", title] as const;
const pretty = (title: string) => ["packages/cli/src/commands/pretty.test.ts", title] as const;
const encode = (title: string) => ["packages/clew/src/wire/encode.test.ts", title] as const;

export const COUNTERPARTS: Readonly<Record<string, readonly Counterpart[]>> = {
  "Actions and messages": [
    [
      "`start_action`, `startAction`",
      "`withAction`, `startAction`",
      "one spelling of each name; a body, or an action that the caller ends",
      actions("logs the start before the body and the end after it"),
    ],
    ["`start_task`, `startTask`", "`withTask`, `startTask`", "", actions("is a task of its own whatever is current")],
    ["`Action`", "`Action`", "an interface; `startAction` makes one", actions("is not current, and ends once")],
    [
      "`Action.task_uuid`",
      "`action.taskUuid`",
      "also `taskLevel`, `type` and `taskId`, which names the action and takes nothing",
      actions("names itself without taking a number"),
    ],
    ["`Action.log`", "`action.log`", "works after the finish too", actions("logs after its finish too")],
    [
      "`Action.child`",
      "`startAction(type, fields, { parent: action })`",
      "logs its start",
      actions("stands under options.parent"),
    ],
    ["`Action.run`", "`action.run`", "across awaits", actions("is current for run(fn), sync or async")],
    [
      "`Action.context`",
      "`action.context()`",
      "for a synchronous stretch, and in the body of a wrapped generator or coroutine; `run` elsewhere",
      actions("makes the action current until it is disposed"),
    ],
    [
      "`with action:`",
      "`withAction`",
      "a body cannot be entered twice; `using action = startAction(…)` fails it unless `finish()` was called, since a disposer cannot know",
      actions("clew:Unfinished"),
    ],
    [
      "`Action.finish`",
      "`action.finish(error?)`",
      "the second call does nothing",
      actions("is not current, and ends once"),
    ],
    [
      "`Action.add_success_fields`, `addSuccessFields`",
      "`action.addSuccessFields`",
      "`addFields` adds them whatever the outcome",
      actions("adds fields to the finish whatever the outcome"),
    ],
    [
      "`Action.serialize_task_id`, `serializeTaskId`",
      "`action.serializeTaskId()`",
      "a string",
      actions("takes one for each place that it hands out"),
    ],
    [
      "`Action.continue_task`, `continueTask`",
      "`continueTask`",
      "malformed ids are refused; one that comes again starts a task that follows from it",
      record("action/continue-task", "stands at the very place that was handed out"),
    ],
    ["`current_action`", "`currentAction()`", "", actions("keeps concurrent bodies apart")],
    [
      "`preserve_context`",
      "`preserveContext`",
      "`TooManyCallsError` is exported",
      record("action/continue-task", "runs the function later, once"),
    ],
    [
      "`log_call`",
      "`logCall`, `@logCall`",
      "async functions and generators too; arguments have names where `includeArgs` gives them, since JavaScript does not keep them",
      record("action/log-call", "is an action a call"),
    ],
    ["`log_message`", "`logMessage`", "", messages("is a task of its own outside of every action")],
    [
      "`Message.new`, `log`, `bind`, `contents`, `write`",
      "`logMessage`, `withFields`",
      "deprecated there: a message is logged when it is made, and what is bound holds in a body",
      messages("stand behind a message's own fields"),
    ],
    [
      "`write_traceback`, `writeTraceback`",
      "`logError`",
      "takes the error; there is no error that is current",
      messages("says class, text, stack, causes and members"),
    ],
    ["`write_failure`, `writeFailure`", "`promise.catch(logError)`", "", messages("is usable as .catch(logError)")],
    [
      "`register_exception_extractor`",
      "`registerErrorExtractor`",
      "what it gives never replaces the failure's own fields; one that fails is reported beside the failure",
      messages("adds the fields of the nearest class"),
    ],
    ["`use_asyncio_context`", "", "the context follows awaits by itself"],
    ["`__version__`", "", "in `clew/package.json`"],
  ],
  Destinations: [
    [
      "`add_destinations`, `add_destination`",
      "`addDestination`",
      "twice the same is once; a message is frozen, so none can change it for the next",
      destinations("gives a function the message as it stands on the wire"),
    ],
    [
      "the buffer before the first one",
      "the same, 1,000 messages",
      "what was dropped before is counted in the log",
      destinations("the last 1,000 messages are kept"),
    ],
    [
      "`remove_destination`",
      "`removeDestination`",
      "flushes and closes it; an unknown one is no error",
      destinations("nothing is kept any more once there was one"),
    ],
    [
      "`add_global_fields`",
      "`addGlobalFields`, `withFields`",
      "they never replace a message's own fields, and never the format's",
      messages("adds them to every message from then on"),
    ],
    [
      "`to_file`",
      "`toFile`",
      "a path too; with modes, limits, and counts of what was lost",
      ["packages/clew/src/node/file/to-file.test.ts", "adds the destination that it gives"],
    ],
    [
      "`FileDestination`",
      "`FileDestination`, what `toFile` gives",
      "",
      ["packages/clew/src/node/file/to-file.test.ts", "takes itself out when it is closed"],
    ],
    [
      "`json_default`, `encoder`, `EliotJSONEncoder`",
      "",
      "every value has a text; a class says its own with `toJSON`, a declared field with a function",
      encode("gives valid JSON on one line for anything at all"),
    ],
    [
      "`Logger`, `ILogger`",
      "",
      "there is one log a process; tests have `captureLog`",
      testing("gives what was logged in it"),
    ],
    [
      "`eliot:destination_failure`",
      "the same",
      "stands in the tree of the message that was lost; a destination that always fails is reported less and less",
      destinations("is reported in the tree of the message that it lost"),
    ],
    [
      "`eliot.logwriter.ThreadedWriter`",
      '`threadDestination(file)`; `toFile(path, { mode: "thread" })`',
      "with a bounded buffer, and nothing is swallowed",
      threads("gives every line to the destination that its file makes, in their order, and closes it"),
    ],
    [
      "`eliot.journald`",
      "",
      "`systemd-cat node app.js` with `toFile(process.stdout)`: a library of C in every process is too much for one field",
    ],
    [
      "`eliot.stdlib.EliotHandler`",
      "`fromConsole`, `fromPino`, `fromWinston`",
      "JavaScript has no logger of its own; these are the ones that programs have",
      ["packages/clew/src/bridge/pino/pino.test.ts", "makes pino's lines messages of the current action"],
    ],
    [
      "`TwistedDestination`",
      "`toConsoleMethods`, `toPino`, `toWinston`",
      "with the severity that a message implies",
      ["packages/clew/src/bridge/winston/winston.test.ts", "logs messages at the level of their severity"],
    ],
  ],
  "Declared messages and actions": [
    [
      "`MessageType`",
      "`defineMessage`",
      "the types hold at every call",
      define("logs the declared fields, in the current action"),
    ],
    [
      "`ActionType`, `as_task`",
      "`defineAction`: `with`, `withTask`, `start`",
      "",
      define("runs a body with the declared fields"),
    ],
    ["`Field`, `fields`", "an object of fields", "", define("writes what a function gives for a value")],
    [
      "`Field.for_types`",
      "`String`, `Number`, `Boolean`, or a validator",
      "",
      define("logs the declared fields, in the current action"),
    ],
    [
      "`Field.for_value`",
      "a validator of one value, such as `z.literal`",
      "",
      define("takes zod's, valibot's and ArkType's validators"),
    ],
    [
      "`extraValidator`",
      "a validator: zod, valibot, ArkType, whatever has `~standard`",
      "",
      define("takes zod's, valibot's and ArkType's validators"),
    ],
    [
      "`ValidationError`",
      "`InvalidLogError`",
      "in tests; in production nothing is checked, as there",
      testing("fails where a message is not as it was declared"),
    ],
    [
      "`eliot:serialization_failure`",
      "the same",
      "in tests. A field that cannot be serialized is marked in its place, and the message is kept",
      define("loses only the field of which the serializer throws"),
    ],
    [
      "`eliot.serializers`",
      "a function for a field",
      "`(date: Date) => date.toISOString()`",
      define("writes what a function gives for a value"),
    ],
  ],
  "Generators and Twisted": [
    [
      "`eliot_friendly_generator_function`",
      "`wrapGenerator`, `wrapAsyncGenerator`",
      "the context is that of the call, and return values pass",
      record("current/generators", "keeps the context of the call across yields"),
    ],
    ["`inline_callbacks`", "`coroutine`", "`return` works", record("current/generators", "waits at each yield")],
    [
      "`DeferredContext`",
      "`ActionPromise`",
      "any thenable; the action may be given",
      record("action/action-promise", "runs callbacks in the action in which it was made"),
    ],
    [
      "`AlreadyFinished`",
      "`AlreadyFinishedError`",
      "",
      record("action/action-promise", "takes nothing after its action was told to end"),
    ],
    [
      "`redirectLogsForTrial`",
      "`logToTestOutput()`",
      "knows Vitest, Jest and `node:test`",
      ["test/runners/runners.mjs", "keeps concurrent tests apart, and shows what is not captured"],
    ],
    ["`debug` of generators, `yielded`", "", "an editor's debugger knows at which `yield` a generator stands"],
    [
      "`eliot.dask`",
      "",
      "there is no Dask; a job that runs elsewhere continues with `continueTask`, one that runs many times follows with `followsFrom`",
      actions("follows from what caused it"),
    ],
    [
      "`eliot.tai64n`",
      "",
      "timestamps are seconds since 1970 with six decimals, which every tool reads",
      record("hub/clock", "the clock of messages"),
    ],
  ],
  Testing: [
    [
      "`MemoryLogger`",
      "`MemoryDestination`",
      "",
      testing("keeps what is logged, as a destination of the whole program"),
    ],
    [
      "`MemoryLogger.validate`, `serialize`, `flush_tracebacks`, `reset`",
      "`validate`, `serialize`, `flushErrors`, `reset`",
      "",
      testing("lets the body take out the errors of a class"),
    ],
    [
      "`capture_logging`, `validate_logging`, `swap_logger`",
      "`captureLog`, `captured`",
      "in the test's own async context; any runner; an async test that nobody waits for does not pass",
      testing("does not meet other captures"),
    ],
    [
      "`check_for_errors`, `UnflushedTracebacks`",
      "`log.expectNoErrors()`, `UnexpectedErrorsError`",
      "`captureLog` calls it",
      testing("fails where an error was logged that nobody expected"),
    ],
    [
      "`LoggedMessage`, `LoggedAction`",
      "the same",
      "`ofType`, `fromMessages`, `descendants`, `succeeded`, `typeTree`; an action that has not ended is one that has not succeeded",
      testing("know what is in an action"),
    ],
    [
      "`assertHasMessage`, `assertContainsFields`",
      "`assertLogged`, `toHaveLogged`",
      "any message of the type may match, not the first alone",
      testing("gives the first message that has the fields"),
    ],
    [
      "`assertHasAction`",
      "`assertLoggedAction`, `toHaveLoggedAction`",
      "",
      testing("gives the first action that is as expected"),
    ],
    [
      "`issuperset`",
      "",
      "objects are compared by the members that are expected",
      testing("gives the first message that has the fields"),
    ],
  ],
  "Reading logs": [
    [
      "`eliot.parse.Parser`",
      "`Parser` of `clew/parse`",
      "one tree for each task, however late its parts come",
      parse("gives one tree where children begin and end after their parent has ended"),
    ],
    [
      "`Parser.parse_stream`",
      "`parseStream`",
      "",
      ["packages/clew/src/parse/parser.laws.test.ts", "gives the forest that was written"],
    ],
    ["`Task`", "`TaskTree`", "", parse("nests messages by their levels")],
    ["`TaskLevel`", "`TaskLevel`: an array of numbers", "printed `/2/1`", parse("nests messages by their levels")],
    ["`WrittenMessage`, `WrittenAction`", "the same", "plain data", parse("nests messages by their levels")],
    [
      "`WrongTask`, `WrongTaskLevel`, `WrongActionType`, `InvalidStatus`, `DuplicateChild`, `InvalidStartMessage`",
      "",
      "a log that is not as it should be is read all the same, and what is odd is marked: `conflicting`, `gaps`",
      parse("keeps different messages at one place, and says that they conflict"),
    ],
    ["`eliot-prettyprint`", "`clew pretty`", "`--compact`, `--local-timezone` too", pretty("shows a message whole")],
    [
      "`pretty_format`, `compact_format`",
      "`renderMessage` of `clew/render`",
      "",
      pretty("gives one line a message with --compact"),
    ],
    [
      "`python -m eliot.filter`",
      "`clew find`, `clew tree --filter`",
      "a small language in place of `eval`",
      ["packages/cli/src/commands/find.test.ts", "gives each match on a line"],
    ],
    [
      "`eliot-tree`",
      "`clew tree`, with all of its options in our form",
      "`--style eliot-tree` prints what eliot-tree prints",
      ["packages/cli/src/commands/tree.eliot-tree.test.ts", "is compared with forty logs"],
    ],
    [
      "`eliot-tree --select`, `--start`, `--end`",
      "`--select`, `--since`, `--until`",
      "what lies above a match is kept",
      tree("keeps what lies above a match"),
    ],
    [
      "`eliot-tree --config`, `--show-default-config`, `--show-current-config`",
      "`--config`",
      "the command line counts more than the file",
      tree("takes defaults from a configuration"),
    ],
    [
      "`tasks_from_iterable`, `render_tasks`",
      "`parseStream`, `renderTask`, `renderEliotTree`",
      "",
      ["packages/clew/src/render/eliot-tree/eliot-tree.test.ts", "draws with Unicode signs by default"],
    ],
  ],
  "The format": [
    [
      "`task_uuid`, `task_level`, `timestamp`, `message_type`, `action_type`, `action_status`",
      "the same",
      "Eliot's tools read our logs, and ours read Eliot's",
      ["test/eliot/eliot.test.ts", "a log that two processes of ours wrote"],
    ],
    [
      "`exception`, `reason`, `traceback`",
      "the same",
      "the name of the class, without its module",
      messages("says class, text, stack, causes and members"),
    ],
    [
      "`eliot:traceback`, `eliot:remote_task`",
      "the same",
      "",
      record("action/continue-task", "under Eliot's name if none is given"),
    ],
    [
      "fields that begin with `_`",
      "are fields",
      "nothing is reserved but the format's own names and `clew_`",
      messages("writes a field with a name of the format under another name"),
    ],
  ],
};
