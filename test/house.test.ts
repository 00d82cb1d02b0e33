import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

// The layout of the library as data. ARCHITECTURE.md tells it in words.

const root = fileURLToPath(new URL("..", import.meta.url));
const library = join(root, "packages/clew/src");
const command = join(root, "packages/cli/src");
const viewer = join(root, "packages/viewer/src");
const log = join(root, "packages/log/src");

/** Which rooms a room may import. What is not named here is forbidden. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  record: ["wire"],
  parse: ["wire"],
  scope: ["record", "wire"],
  node: ["record", "wire"],
  render: ["parse", "wire"],
  explain: ["parse", "wire"],
  worker: ["scope", "record", "wire", "node"],
  observe: ["scope", "record", "wire"],
  monitor: ["observe", "scope", "record", "wire", "node"],
  live: ["record", "parse", "render", "wire", "node"],
  http: ["record", "wire", "node"],
  bridge: ["record", "scope", "parse", "wire", "node", "http", "observe"],
  testing: ["record", "scope", "parse", "render", "explain", "wire"],
  instrument: ["http", "bridge", "record", "wire", "node"],
  otlp: ["record", "wire", "node"],
};

/** The rooms that may import from the platform. The others run everywhere. */
const MAY_USE_NODE = [
  "node",
  "http",
  "worker",
  "observe",
  "monitor",
  "bridge",
  "testing",
  "live",
  "instrument",
  "otlp",
];

/** The same for the command. What stands on top of its rooms knows them all. */
const COMMAND_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  memory: [],
  filter: [],
  config: [],
  address: ["filter"],
  input: ["address", "clickhouse", "memory", "tracers"],
  beside: ["input"],
  page: ["input"],
  output: ["input"],
  export: ["input", "memory", "output", "page"],
  monitor: ["output"],
  tracers: [],
  receive: ["input", "output", "server", "tracers"],
  store: ["beside", "input"],
  clickhouse: ["address", "filter"],
  ship: ["address", "clickhouse", "input"],
  kept: ["beside", "filter", "input"],
  server: ["address", "clickhouse", "filter", "input", "kept", "page"],
  mcp: ["address", "clickhouse", "filter", "input", "kept", "monitor", "output", "server", "store"],
  commands: [
    "address",
    "beside",
    "config",
    "filter",
    "input",
    "output",
    "page",
    "export",
    "monitor",
    "store",
    "kept",
    "server",
    "receive",
    "mcp",
    "clickhouse",
    "ship",
  ],
  testing: [],
};

/** Files above the rooms of the command that rooms may know: where the build lies, and for tests the whole command. */
const COMMAND_TOP: Readonly<Record<string, readonly string[]>> = {
  "places.ts": ["kept", "output", "page", "server", "store"],
  "program.ts": ["testing"],
  "told-error.ts": ["address", "config", "filter", "input", "monitor", "receive", "server", "store"],
};

/** The same for the log that can be asked. */
const LOG_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  answers: [],
  questions: ["answers"],
  memory: ["answers", "questions"],
  http: ["answers", "questions"],
  recording: [],
  testing: ["answers", "questions"],
};

/** The same for the page. `main.tsx` stands on top of its rooms. */
const PAGE_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  open: ["model"],
  state: ["model"],
  view: ["state", "model"],
};

/** Folders that only hold others, each with a door. */
const WITHOUT_DOOR = ["bridge"];

/** The second door of a room of the library, for the other rooms: what they build on and no program imports. */
const INNER_DOOR = "internal.ts";

const VAGUE = /(^|[-.])(utils?|helpers?|common|misc|manager|base)\.tsx?$/;

/** `instanceof` of a class that each realm has of its own: Node's errors inside Jest are of another class than ours. */
const BUILT_IN_CLASS =
  /instanceof ((Aggregate|Suppressed|Eval|Range|Reference|Syntax|Type|URI)?Error|DOMException|\w*Array|Map|Set|Date|RegExp|Promise|\w*Buffer|DataView|URL|Headers|Request|Response|Blob|AbortSignal|String|Number|Boolean|Function|Object)\b/;

/** From so many lines on a file says in its first line what its one idea is. Length itself is no fault. */
const LONG_FILE = 150;

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file it means, relative to the library; undefined for a package. */
  readonly to: string | undefined;
}

const files = sourcesBelow(library);
const imports = files.flatMap((file) => importsOf(library, file));

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .map((file) => file.replaceAll("\\", "/"));
}

function importsOf(folder: string, file: string): Import[] {
  const text = readFileSync(join(folder, file), "utf8");
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName: specifier }) => {
    const to = specifier.startsWith(".")
      ? relative(folder, join(folder, dirname(file), specifier)).replace(/\.js$/, ".ts")
      : undefined;
    return { from: file, specifier, to };
  });
}

/** A file's code, without its comments. */
function codeOf(file: string): string {
  return readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "");
}

/** The room a file is in; "" for the faces, which stand on top of all rooms. */
function roomOf(file: string): string {
  return file.includes("/") ? (file.split("/")[0] as string) : "";
}

describe("the rooms of the library", () => {
  test("import only what the table allows, and only through doors", () => {
    const broken = imports.flatMap(({ from, to }) => {
      if (to === undefined || roomOf(from) === roomOf(to)) return [];
      const [inner, outer] = [roomOf(from), roomOf(to)];
      const place = `${from} imports ${to}: `;
      if (inner !== "" && outer === "") return [`${place}a room does not know the faces above it`];
      if (inner !== "" && !MAY_IMPORT[inner]?.includes(outer)) {
        return [`${place}${inner} may import ${MAY_IMPORT[inner]?.join(", ") || "nothing"}, not ${outer}`];
      }
      return [];
    });
    expect([...broken, ...entriesBesideDoors(library, imports)]).toEqual([]);
  });

  test("use the platform only where they may", () => {
    const broken = imports.flatMap(({ from, specifier, to }) => {
      const room = roomOf(from);
      if (to !== undefined || room === "" || MAY_USE_NODE.includes(room)) return [];
      return [`${from} imports ${specifier}: ${room} is compiled for every runtime and has no dependency`];
    });
    expect(broken).toEqual([]);
  });

  test("have no cycle, types included", () => {
    expect(findCycle(imports)).toBeUndefined();
  });

  test("take the names of clew's own fields from the wire", () => {
    const broken = files
      .filter((file) => roomOf(file) !== "wire" && !file.includes("for-tests"))
      .filter((file) => /\bclew_[a-z]/.test(codeOf(join(library, file))));
    expect(broken).toEqual([]);
  });

  test("know JavaScript's own values by what they are, not by their class, which each realm has of its own", () => {
    const broken = files
      .filter((file) => file !== "wire/value-kind.ts" && !file.includes("for-tests"))
      .filter((file) => BUILT_IN_CLASS.test(codeOf(join(library, file))));
    expect(broken).toEqual([]);
  });

  test("are all in the table", () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== ""));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });
});

describe("the command", () => {
  test("knows the library by its package name, the readers' doors and the public faces only", () => {
    const broken = sourcesBelow(command)
      .flatMap((file) => importsOf(command, file))
      .filter(
        ({ specifier, to }) =>
          /^clew(?!$|\/(parse|render|explain|live|scope|observe|otlp)$)/.test(specifier) || to?.startsWith(".."),
      )
      .map(({ from, specifier }) => `${from} imports ${specifier}`);
    expect(broken).toEqual([]);
  });

  test("imports between its rooms what the table allows", () => {
    const edges = sourcesBelow(command).flatMap((file) => importsOf(command, file));
    expect(importsBeside(COMMAND_MAY_IMPORT, edges, COMMAND_TOP)).toEqual([]);
  });

  test("has no room that is not in the table", () => {
    const rooms = new Set(sourcesBelow(command).map(roomOf));
    expect([...rooms].filter((room) => room !== "" && !(room in COMMAND_MAY_IMPORT))).toEqual([]);
  });

  test("has no cycle, types included", () => {
    expect(findCycle(sourcesBelow(command).flatMap((file) => importsOf(command, file)))).toBeUndefined();
  });

  test("has folders that are entered by their doors", () => {
    expect(
      entriesBesideDoors(
        command,
        sourcesBelow(command).flatMap((file) => importsOf(command, file)),
      ),
    ).toEqual([]);
  });
});

describe("the log that can be asked", () => {
  const edges = sourcesBelow(log).flatMap((file) => importsOf(log, file));

  test("imports between its rooms what the table allows, and only through doors", () => {
    expect([...importsBeside(LOG_MAY_IMPORT, edges), ...entriesBesideDoors(log, edges)]).toEqual([]);
  });

  test("knows the library by the readers' doors, and no other package", () => {
    const broken = edges
      .filter(({ specifier, to }) => to?.startsWith("..") ?? !/^clew\/(parse|render|explain)$/.test(specifier))
      .map(({ from, specifier }) => `${from} imports ${specifier}`);
    expect(broken).toEqual([]);
  });

  test("has no cycle, types included", () => {
    expect(findCycle(edges)).toBeUndefined();
  });
});

describe("the page", () => {
  const edges = sourcesBelow(viewer).flatMap((file) => importsOf(viewer, file));

  test("imports between its rooms what the table allows, and only through doors", () => {
    expect([...importsBeside(PAGE_MAY_IMPORT, edges), ...entriesBesideDoors(viewer, edges)]).toEqual([]);
  });

  test("knows a log and the readers' doors of the library, and no other package in its model", () => {
    const broken = edges
      .filter(({ from, specifier, to }) => {
        if (to !== undefined) return to.startsWith("..");
        if (/^(clew\/(parse|render|explain)|@clew\/log(\/recording)?)$/.test(specifier)) return false;
        return roomOf(from) === "model" || !/^(preact|preact\/hooks|@preact\/signals)$/.test(specifier);
      })
      .map(({ from, specifier }) => `${from} imports ${specifier}`);
    expect(broken).toEqual([]);
  });

  test("has no cycle, types included", () => {
    expect(findCycle(edges)).toBeUndefined();
  });
});

describe("a file", () => {
  const all = [
    ...files.map((file) => join(library, file)),
    ...sourcesBelow(command).map((file) => join(command, file)),
    ...sourcesBelow(viewer).map((file) => join(viewer, file)),
    ...sourcesBelow(log).map((file) => join(log, file)),
  ];

  test(`says its idea in its first line, where it has more than ${LONG_FILE} lines`, () => {
    const long = all
      .map((file) => ({ file: relative(root, file), text: readFileSync(file, "utf8") }))
      .map(({ file, text }) => ({ file, lines: text.split("\n").length - 1, opens: /^\/(\/ \S|\*\*)/.test(text) }))
      .filter(({ lines }) => lines > LONG_FILE)
      .sort((a, b) => b.lines - a.lines);
    for (const { file, lines } of long.slice(0, 5)) console.info(`a place to look: ${file} has ${lines} lines`);
    expect(long.filter(({ opens }) => !opens).map(({ file }) => file)).toEqual([]);
  });

  test("has a name that says what is in it", () => {
    expect(all.filter((file) => VAGUE.test(file))).toEqual([]);
  });

  test("holds no `any` and no suppression", () => {
    const broken = all.filter((file) =>
      /: any\b|\bas any\b|@ts-ignore|@ts-expect-error|biome-ignore|eslint-disable/.test(readFileSync(file, "utf8")),
    );
    expect(broken).toEqual([]);
  });
});

/**
 * Imports between rooms that a table does not allow; what stands on top of the rooms may import them all. `tops` are files
 * on top that some rooms may know.
 */
function importsBeside(
  table: Readonly<Record<string, readonly string[]>>,
  edges: readonly Import[],
  tops: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  return edges.flatMap(({ from, to }) => {
    const [inner, outer] = [roomOf(from), to === undefined ? "" : roomOf(to)];
    if (to === undefined || inner === outer || tops[to]?.includes(inner)) return [];
    const allowed = inner === "" ? Object.keys(table) : (table[inner] ?? []);
    return allowed.includes(outer) ? [] : [`${from} imports ${to}: ${inner} may import ${allowed.join(", ")}`];
  });
}

/**
 * Imports that climb into a folder past its door: whoever stands outside of a folder, a room or one within a room, knows
 * its `index.ts` alone. In the library every folder has one; elsewhere a folder without is a shelf of files that know
 * nothing of each other.
 */
function entriesBesideDoors(house: string, edges: readonly Import[]): string[] {
  const hasDoor = (path: string) =>
    house === library ? !WITHOUT_DOOR.includes(path) : existsSync(join(house, path, "index.ts"));
  return edges.flatMap(({ from, to }) => {
    if (to === undefined) return [];
    const entered = foldersOf(to).find((path) => !from.startsWith(`${path}/`) && hasDoor(path));
    if (entered === undefined || to === `${entered}/index.ts`) return [];
    if (house === library && roomOf(from) !== "" && to === `${roomOf(to)}/${INNER_DOOR}`) return [];
    return [`${from} imports ${to}: ${entered} is entered by its door, index.ts`];
  });
}

/** The folders that a file stands in, the outermost first. */
function foldersOf(file: string): string[] {
  const names = file.split("/").slice(0, -1);
  return names.map((_, depth) => names.slice(0, depth + 1).join("/"));
}

/** A cycle as a path of files, or `undefined`. */
function findCycle(edges: readonly Import[]): string | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) if (to !== undefined) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(" -> ");
    if (done.has(file)) return undefined;
    for (const other of next.get(file) ?? []) {
      const cycle = visit(other, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
