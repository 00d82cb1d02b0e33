// What the page has beside its script: one style sheet, made of the parts that `styles/index.css` imports in their
// order, and the document. Plain text work, so that the build needs no package for it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function writePageFiles(viewer, target) {
  writeFileSync(join(target, "page.css"), styleSheet(join(viewer, "src/view/styles")));
  writeFileSync(join(target, "index.html"), readFileSync(join(viewer, "src/index.html"), "utf8"));
}

function styleSheet(folder) {
  const parts = readFileSync(join(folder, "index.css"), "utf8").matchAll(/@import "\.\/([a-z-]+\.css)";/g);
  return smaller([...parts].map(([, name]) => readFileSync(join(folder, name), "utf8")).join("\n"));
}

/** Without comments and needless white space. No string in the style sheets holds any of either. */
function smaller(css) {
  return css
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,>]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/;}/g, "}")
    .trim();
}
