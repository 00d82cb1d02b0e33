// The site's shape: its menu is the list of docs/README.md, so that a page stands in one list.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

const content = fileURLToPath(new URL("../.content/", import.meta.url));

/** The sections of the list of pages, each with its links. */
function sections() {
  const list = readFileSync(`${content}all-pages.md`, "utf8");
  return list
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = ""] = section.split("\n", 1);
      const links = [...section.matchAll(/\]\(\.?\/?([^)]+)\.md\)/g)];
      return {
        text: title.replace(/:.*$/, ""),
        items: links.map(([, link]) => ({ text: titleOf(link), link: `/${link}` })),
      };
    });
}

/** A page's own title. */
function titleOf(link) {
  return (
    readFileSync(`${content}${link}.md`, "utf8")
      .match(/^# (.*)$/m)?.[1]
      ?.replaceAll("`", "") ?? link
  );
}

function gallery() {
  const pages = readdirSync(`${content}gallery`).filter((name) => name !== "index.md");
  const items = pages.map((name) => `gallery/${name.slice(0, -3)}`);
  return {
    text: "Gallery",
    link: "/gallery/",
    items: items.map((link) => ({ text: titleOf(link), link: `/${link}` })),
  };
}

function api() {
  const pages = readdirSync(`${content}reference/api`).filter((name) => name.endsWith(".md") && name !== "index.md");
  return {
    text: "Every public name",
    link: "/reference/api/",
    items: pages
      .sort()
      .map((name) => `reference/api/${name.slice(0, -3)}`)
      .map((link) => ({ text: titleOf(link), link: `/${link}` })),
  };
}

export default defineConfig({
  title: "clew",
  description: "Causal logging and structured concurrency: programs that tell why they did what they did",
  srcDir: ".content",
  outDir: "dist",
  cleanUrls: true,
  lastUpdated: false,
  // The site asks nobody for anything.
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  themeConfig: {
    nav: [
      { text: "Tutorial", link: "/tutorial/first-tree" },
      { text: "Guides", link: "/all-pages" },
      { text: "Gallery", link: "/gallery/" },
      { text: "Commands", link: "/reference/commands" },
      { text: "API", link: "/reference/api/" },
    ],
    sidebar: [...sections(), gallery(), api()],
    outline: [2, 3],
    search: { provider: "local" },
  },
});
