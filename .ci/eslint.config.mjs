import js from "@eslint/js";

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // tsc knows what a browser has
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "prefer-const": "error",
      "no-var": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "max-len": ["error", { code: 100 }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "TemplateLiteral TemplateLiteral",
          message: "rjsmin, which the build uses, takes the inner one for code and drops its spaces.",
        },
      ],
      complexity: ["error", 10],
      "max-lines-per-function": ["error", { max: 60, skipComments: true }],
    },
  },
];
