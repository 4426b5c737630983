"use strict";
// Reads formulas aloud with speech-rule-engine: `node speak.cjs <folder of the package> <language>`. It reads formulas.json, an
// array of MathML, and writes spoken.json.
const fs = require("fs");
const path = require("path");

const [folder, locale] = process.argv.slice(2);
const engine = require(folder);

async function main() {
  await engine.setupEngine({
    locale,
    domain: "clearspeak",
    modality: "speech",
    markup: "none",
    json: path.join(folder, "lib", "mathmaps"),
  });
  await engine.engineReady();
  const formulas = JSON.parse(fs.readFileSync("formulas.json", "utf8"));
  fs.writeFileSync("spoken.json", JSON.stringify(formulas.map((formula) => engine.toSpeech(formula))));
}

main();
