import js from '@eslint/js'
import baseline from 'eslint-plugin-baseline-js'
import globals from 'globals'

/** Limits of size, as those of ruff for Python: a function does one thing, and a line fits beside another. */
const limits = {
  complexity: ['error', 12],
  'max-depth': ['error', 4],
  'max-len': ['error', { code: 120, ignorePattern: '^import ' }],
  'max-lines': ['error', 450],
  'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 6]
}

export default [
  js.configs.recommended,
  {
    rules: {
      ...limits,
      eqeqeq: 'error',
      'no-var': 'error',
      'no-console': 'error',
      'no-shadow': ['error', { builtinGlobals: false }],
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }]
    }
  },
  {
    files: ['app/static/js/**/*.js'],
    plugins: { 'baseline-js': baseline },
    languageOptions: { globals: { ...globals.browser, L: 'readonly' } },
    rules: { 'baseline-js/use-baseline': ['error', { available: 'widely' }] }
  },
  {
    files: ['tests/js/**/*.js', 'tools/js/*.js'],
    languageOptions: { globals: globals.node },
    rules: { 'max-len': ['error', { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true }], 'max-lines-per-function': 'off' }
  }
]
