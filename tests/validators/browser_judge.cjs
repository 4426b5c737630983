// The process of a resident judge with a browser: Ace, and whatever the engine of the program does (`engines.py`).
// `browser_judge.cjs ACE CHROMIUM FOLDER`, ACE a file of Ace.
"use strict";

const { rmSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { createInterface } = require("node:readline");

const [aceFile, executablePath, folder] = process.argv.slice(2);
const inside = (...names) => names.reduce((place, name) => createRequire(place).resolve(name), aceFile);
const runnerFile = inside("@daisy/ace-axe-runner-puppeteer");
const puppeteer = createRequire(runnerFile)("puppeteer");
const ace = createRequire(inside("@daisy/ace-cli-shared"))("@daisy/ace-core");
const { TOOLS } = require("../../bookbuilder/validators/browser_process.cjs"); // it takes the same arguments

const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true; // what Ace prints by itself is no answer

async function main() {
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"];
  // Over a pipe: a browser whose pipe is closed ends, whatever ended this process.
  const browser = await puppeteer.launch({ executablePath, headless: true, pipe: true, args });
  puppeteer.launch = async () => browser; // Ace starts and ends a browser for each book
  const runner = { ...require(runnerFile), close: async () => {} };
  for await (const line of createInterface({ input: process.stdin })) {
    const outdir = join(folder, "out");
    const { tool, file, folder: place, files } = JSON.parse(line);
    let said;
    try {
      if (tool) said = { said: await TOOLS[tool](browser, place, files) };
      else said = { said: (await ace(file, { cwd: folder, outdir, silent: true, doNotReportMedia: true }, runner))[1] };
    } catch (error) {
      said = { failed: String((error && error.stack) || error || "it gave no reason") };
    }
    rmSync(outdir, { recursive: true, force: true });
    answer(`${JSON.stringify(said)}\n`);
  }
  await browser.close();
  process.exit(0);
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
