import js from '@eslint/js';
import rxjsX from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      'docs/api/',
      'node_modules/',
      'demos/nest/',
      'demos/angular/',
      'docs/site/',
      'demos/guide/',
      'spec/matrix/user/',
      'spec/bench/peers/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked, rxjsX.configs.strict],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Names of error classes are getters so that they stand on the prototype.
      '@typescript-eslint/class-literal-property-style': 'off',
      // An empty string counts as absent.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, varsIgnorePattern: '^_' }],
      // What a source failed with is passed on as it is.
      'rxjs-x/throw-error': ['error', { allowThrowingAny: false, allowThrowingUnknown: true }],
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      // What a plain observer or timer callback throws is reported outside the stream, which ends a Node process.
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name="subscribe"] > ObjectExpression.arguments',
          message: 'Pass guardObserver(subscriber, { next, … }): a plain observer may throw where nobody listens.',
        },
        {
          selector: 'CallExpression[callee.property.name="subscribe"] > :function.arguments',
          message: 'Pass guardObserver(subscriber, { next, … }): a plain observer may throw where nobody listens.',
        },
        {
          selector: 'CallExpression[callee.property.name="schedule"] > :function.arguments',
          message: 'Pass guardCallback(subscriber, …): a plain callback may throw where nobody listens.',
        },
      ],
    },
  },
  {
    files: ['spec/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'rxjs-x/no-ignored-default-value': 'off',
      // An error that nobody takes fails the run.
      'rxjs-x/no-ignored-error': 'off',
      // Injectors are made by functions.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'rxjs-x/no-ignored-subscription': 'off',
    },
  },
);
