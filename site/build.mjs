// npm run docs: the site, from docs/ and the doc comments of every public name. Needs no network once
// its packages are installed. `--dev` serves it while one writes. It fails on a dead link, and on a public name
// without a section of its own.
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { install, root, site } from "./places.mjs";

const { values } = parseArgs({ options: { dev: { type: "boolean", default: false } } });

install();
const { gatherPages } = await import("./pages.mjs");
const { writeFrontPage } = await import("./front.mjs");
const { writeGallery } = await import("./gallery.mjs");
const { writeReference } = await import("./reference.mjs");
const { build, createServer } = await import("vitepress");

gatherPages();
writeFrontPage();
const programs = writeGallery();
console.log(`Gallery: ${programs} programs were run, and the commands say what they are shown for`);
const sections = await writeReference();
console.log(`Reference: ${sections} public names, each with a section`);

if (values.dev) {
  const server = await createServer(site);
  await server.listen();
  server.printUrls();
} else {
  await build(site);
  const { checkSite } = await import("./check.mjs");
  const { pages, megabytes, looked } = await checkSite();
  console.log(`${pages} pages, ${megabytes} MB, in ${relative(root, `${site}dist`)}; ${looked}`);
}
