// The reference of every public name, out of the declarations that a program compiles against: a page for each door of a
// package.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";
import ts from "typescript";
import { content, root, site } from "./places.mjs";

const PACKAGES = [
  { name: "clew", folder: "packages/clew" },
  { name: "@clew/log", folder: "packages/log" },
];

/** @returns {Promise<number>} how many names it tells of */
export async function writeReference() {
  const doors = PACKAGES.flatMap(({ name, folder }) => doorsOf(name, `${root}${folder}/`));
  const place = join(content, "reference/api");
  await writePages(doors, place);
  const lines = doors.map(({ name, page }) => `- [\`${name}\`](./${page}.md)`);
  writeFileSync(
    join(place, "index.md"),
    `# Every public name\n\nA page for each door by which a program imports. Other names are not public.\n\n${lines.join("\n")}\n`,
  );
  return doors.reduce((sum, door) => sum + checkSections(door, join(place, `${door.page}.md`)), 0);
}

/** The doors of a package that give names, with their declarations. */
function doorsOf(name, folder) {
  const { exports } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  return Object.entries(exports)
    .filter(([door]) => door !== "./package.json")
    .map(([door, targets]) => ({
      name: name + door.slice(1),
      page: (name + door.slice(1)).replace("@", "").replaceAll("/", "-"),
      declarations: join(folder, typesOf(targets)),
    }))
    .filter(({ declarations }) => namesOf(declarations).length > 0);
}

function typesOf(targets) {
  const { import: imported, default: otherwise, node } = targets;
  return (imported ?? node?.import ?? otherwise).types;
}

/** All doors in one go: reading their declarations is what takes time. */
async function writePages(doors, place) {
  const raw = join(place, ".raw");
  const application = await Application.bootstrapWithPlugins({
    entryPoints: doors.map(({ declarations }) => declarations),
    plugin: [fileURLToPath(import.meta.resolve("typedoc-plugin-markdown"))],
    tsconfig: `${site}tsconfig.json`,
    out: raw,
    name: "clew",
    readme: "none",
    router: "module",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    disableSources: true,
    disableGit: true,
    excludeInternal: true,
    excludeExternals: true,
    useCodeBlocks: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    classPropertiesFormat: "table",
    propertyMembersFormat: "table",
    typeDeclarationFormat: "table",
    logLevel: "Error",
    skipErrorChecking: true,
  });
  const project = await application.convert();
  if (project === undefined) throw new Error("Cannot read the declarations of the packages");
  for (const module of project.children ?? []) module.name = pageOf(module.name);
  await application.generateOutputs(project);
  for (const { name, page } of doors) {
    const file = join(place, `${page}.md`);
    renameSync(join(raw, `${page}.md`), file);
    writeFileSync(file, readFileSync(file, "utf8").replace(/^# .*$/m, `# ${name}`));
  }
  rmSync(raw, { recursive: true });
}

/** The page of a door, by where its declarations lie: `log/dist/testing` is `clew-log-testing`. */
function pageOf(path) {
  const [folder, , ...rest] = path.split("/");
  return [folder === "clew" ? "clew" : `clew-${folder}`, ...rest].join("-");
}

/** Throws for a public name that has no section. */
function checkSections({ name, declarations }, page) {
  const headings = new Set(
    [...readFileSync(page, "utf8").matchAll(/^#{2,4} (.*)$/gm)].map(([, text]) =>
      text.replace(/[\\`()]|<.*$/g, "").trim(),
    ),
  );
  const names = namesOf(declarations);
  const missing = names.filter((each) => !headings.has(each) && !headings.has(each.replace(/^default$/, name)));
  if (missing.length > 0) throw new Error(`The reference of ${name} has no section for ${missing.join(", ")}`);
  return names.length;
}

const parsed = new Map();

/** What a declaration file exports, types included. */
function namesOf(file) {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const program = ts.createProgram([file], { module: ts.ModuleKind.NodeNext, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(file));
  const names = symbol === undefined ? [] : checker.getExportsOfModule(symbol).map((each) => each.getName());
  parsed.set(file, names);
  return names;
}
