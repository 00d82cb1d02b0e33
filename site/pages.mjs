// The pages of docs/ and those of the project, with their links as they lead within the site.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { content, root } from "./places.mjs";

const docs = `${root}docs/`;
/** Pages beside docs/ that the site has too. */
const PROJECT = ["ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];

export function gatherPages() {
  rmSync(content, { recursive: true, force: true });
  mkdirSync(`${content}project`, { recursive: true });
  for (const name of readdirSync(docs, { recursive: true, encoding: "utf8" })) {
    if (name.endsWith(".md")) copyPage(join(docs, name), placeOf(name));
    else if (/\.(png|svg)$/.test(name)) cpSync(join(docs, name), join(content, name));
  }
  for (const name of PROJECT) copyPage(join(root, name), `project/${name.toLowerCase()}`);
}

/** The page that lists all is not the front page, and a folder's list is its index. */
function placeOf(name) {
  return name === "README.md" ? "all-pages.md" : name.replace(/README\.md$/, "index.md");
}

function copyPage(from, place) {
  const to = join(content, place);
  mkdirSync(dirname(to), { recursive: true });
  const text = readFileSync(from, "utf8").replace(
    /(!?)\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)/g,
    (_, image, words, target, hash = "") => {
      const led = placeInSite(resolve(dirname(from), target));
      // What is not on the site is only in the repository.
      if (led === undefined) return words;
      const link = relative(dirname(to), join(content, led));
      return `${image}[${words}](${link.startsWith(".") ? link : `./${link}`}${hash})`;
    },
  );
  writeFileSync(to, text);
}

/** @returns {string | undefined} */
function placeInSite(file) {
  const inDocs = relative(docs, file);
  if (!inDocs.startsWith("..")) return /\.\w+$/.test(inDocs) ? placeOf(inDocs) : undefined;
  const inRoot = relative(root, file);
  if (inRoot === "README.md") return "index.md";
  return PROJECT.includes(inRoot) ? `project/${inRoot.toLowerCase()}` : undefined;
}
