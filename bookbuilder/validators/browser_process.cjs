// The child process with a browser, in which Ace, axe and `screen_layout.cjs` run. Arguments: a file of Ace, which provides
// puppeteer and axe;
// Chromium; a file of requests (validator_engine.py). Prints a line of JSON for each request.
"use strict";

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { judgedByLayout } = require("./screen_layout.cjs");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = ["color-contrast", "link-in-text-block"];
const WITHOUT_COLOURS = Object.fromEntries(COLOURS.map((name) => [name, { enabled: false }]));
// In the dark only the colours differ.
const LOOKS = [
  { scheme: "light", width: 1280, rules: { runOnly: TAGS } },
  { scheme: "dark", width: 1280, rules: { runOnly: { type: "rule", values: COLOURS } } },
  { scheme: "light", width: 360, rules: { runOnly: TAGS } },
];
// What passes is not worked out in full, nor how a script would find an element again.
const WANTED = { resultTypes: ["violations"], selectors: false };

const [aceFile, executablePath, questionsFile] = process.argv.slice(2);
const folder = dirname(questionsFile);
// npm puts packages beside one another or inside those that want them: each is looked for from there.
const inside = (...names) =>
  names.reduce((place, name) => createRequire(place).resolve(name), aceFile);
const runnerFile = inside("@daisy/ace-axe-runner-puppeteer");
const puppeteer = createRequire(runnerFile)("puppeteer");

async function launch() {
  return puppeteer.launch({
    executablePath,
    headless: true,
    // As Ace does. What it opens are pages of this program, which run no scripts; nothing is fetched.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
  });
}

// Ace starts and ends a browser for each book; here it gets the one that is there.
function aceRunner(browser) {
  puppeteer.launch = async () => browser;
  return { ...require(runnerFile), close: async () => {} };
}

async function judgedByAce(browser, place, files) {
  const ace = createRequire(inside("@daisy/ace-cli-shared"))("@daisy/ace-core");
  // No list of pictures and links: nobody reads it here.
  const options = { cwd: place, outdir: join(place, "out"), silent: true, doNotReportMedia: true };
  const [, report] = await ace(join(place, files[0]), options, aceRunner(browser));
  return report;
}

// Says, in the page, what contrast depends on. Measuring it takes longer than all other rules together, so it is not measured
// again on a small screen where all elements have the colours that they have on a large one.
function colours() {
  const said = [];
  for (const element of document.querySelectorAll("body, body *")) {
    const style = getComputedStyle(element);
    const { color, backgroundColor, backgroundImage, opacity, filter, mixBlendMode, display, position } = style;
    const placed = ["fixed", "absolute", "sticky"].includes(position) ? position : "";
    const shown = display === "none" ? "none" : "";
    said.push([color, backgroundColor, backgroundImage, opacity, filter, mixBlendMode, placed, shown].join());
  }
  return said.join("\n");
}

async function judgedByAxe(browser, place, files) {
  const axe = readFileSync(inside("@daisy/ace-cli-shared", "@daisy/ace-core", "@daisy/axe-core-for-ace"), "utf8");
  const rememberColours = readFileSync(join(__dirname, "axe_colours.js"), "utf8");
  const found = [];
  const page = await browser.newPage();
  try {
    for (const name of files.filter((file) => file.endsWith(".html"))) {
      await page.goto(pathToFileURL(join(place, name)).href, { waitUntil: "load" });
      await page.evaluate(axe);
      await page.evaluate(rememberColours);
      const seen = new Set();
      for (const { scheme, width, rules } of LOOKS) {
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.setViewport({ width, height: 900 });
        const look = await page.evaluate(colours);
        const options = { ...WANTED, ...rules, rules: seen.has(look) ? WITHOUT_COLOURS : {} };
        seen.add(look);
        const { violations } = await page.evaluate((wanted) => window.axe.run(wanted), options);
        for (const { id, impact, help, nodes } of violations) {
          for (const node of nodes) {
            const said = node.failureSummary || "";
            found.push({ page: name, look: `${scheme}, ${width} px`, id, impact, help, said, html: node.html });
          }
        }
      }
    }
  } finally {
    await page.close();
  }
  return found;
}

const TOOLS = { ace: judgedByAce, axe: judgedByAxe, layout: judgedByLayout };

async function main() {
  const questions = JSON.parse(readFileSync(questionsFile, "utf8"));
  const browser = await launch();
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true; // Ace prints what it likes
  try {
    await Promise.all(
      Object.entries(TOOLS).map(async ([name, judge]) => {
        for (const [at, { tool, files }] of questions.entries()) {
          if (tool !== name) continue;
          const begun = performance.now();
          let line;
          try {
            line = { said: await judge(browser, join(folder, String(at)), files) };
          } catch (error) {
            line = { failed: String((error && error.message) || error || "it gave no reason") };
          }
          write(JSON.stringify({ at, ...line, seconds: (performance.now() - begun) / 1000 }) + "\n");
        }
      }),
    );
  } finally {
    await browser.close();
  }
}

module.exports = { TOOLS };
if (require.main === module)
  main().catch((error) => {
    process.stderr.write(`${error && error.message ? error.message : error}\n`);
    process.exitCode = 1;
  });
