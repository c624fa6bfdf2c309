// Rules for the page's scripts and their tests: `bash tests/run.sh` installs ESLint and calls it.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    rules: {
      "max-lines-per-function": ["error", { max: 45, skipBlankLines: true, skipComments: true }],
      "max-statements-per-line": ["error", { max: 1 }],
      "no-shadow": "error",
      "no-duplicate-imports": "error",
      eqeqeq: "error",
      "prefer-const": "error",
    },
  },
  { files: ["assets/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/js/**/*.js"], languageOptions: { globals: globals.node } },
];
