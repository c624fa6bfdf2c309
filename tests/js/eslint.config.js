// Rules for the page's scripts and their tests: `bash tests/run.sh` installs ESLint and calls it.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  { files: ["assets/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: globals.node } },
];
