// A command-line tool that builds a site: it reads pages, resolves their links, and writes them. One page has a dead link.
import { close, logMessage, toFile, withAction } from "clew";

toFile(process.argv[2] ?? "tool.log");

const PAGES = { "index.md": ["guide.md"], "guide.md": ["index.md", "api.md"], "api.md": ["missing.md"] };

try {
  withAction("build", { pages: Object.keys(PAGES).length }, () => {
    for (const [page, links] of Object.entries(PAGES)) {
      withAction("page", { page }, () => {
        for (const link of links) withAction("link", { link }, () => resolve(link));
        logMessage("written", { to: page.replace(".md", ".html") });
      });
    }
  });
} catch (error) {
  console.error(`build failed: ${/** @type {Error} */ (error).message}`);
} finally {
  await close();
}

/** @param {string} link */
function resolve(link) {
  if (!Object.hasOwn(PAGES, link)) throw new Error(`there is no page ${link}`);
}
