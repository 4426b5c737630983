// Lays pages out in Chromium, light, dark and on a small screen, runs axe on each, and prints what it finds as JSON.
// Given: a file of Ace, which brings puppeteer and axe; the program of Chromium; a folder; the names of the pages in it.
"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const LOOKS = [["light", 1280], ["dark", 1280], ["light", 360]];

const [ace, executablePath, folder, ...pages] = process.argv.slice(2);
// npm puts packages beside one another or inside those that want them: each is looked for from there.
const inside = (...names) =>
  names.reduce((place, name) => createRequire(place).resolve(name), ace);

async function main() {
  const puppeteer = createRequire(inside("@daisy/ace-axe-runner-puppeteer"))("puppeteer");
  const axe = readFileSync(inside("@daisy/ace-cli-shared", "@daisy/ace-core", "@daisy/axe-core-for-ace"), "utf8");
  const browser = await puppeteer.launch({
    executablePath,
    headless: true,
    // As Ace does. What it opens are pages of this program, which run no scripts; nothing is fetched.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
  });
  const found = [];
  try {
    const page = await browser.newPage();
    for (const name of pages) {
      for (const [scheme, width] of LOOKS) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.setViewport({ width, height: 900 });
        await page.goto(pathToFileURL(join(folder, name)).href, { waitUntil: "load" });
        await page.evaluate(axe);
        const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
        for (const { id, impact, help, nodes } of violations) {
          for (const node of nodes) {
            const said = node.failureSummary || "";
            found.push({ page: name, look: `${scheme}, ${width} px`, id, impact, help, said, html: node.html });
          }
        }
      }
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(found) + "\n");
}

main().catch((error) => {
  process.stderr.write(`${error && error.message ? error.message : error}\n`);
  process.exitCode = 1;
});
