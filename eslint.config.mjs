import tseslint from 'typescript-eslint';

const vscodeFree = { name: 'vscode', message: 'core and simulator have never heard of VS Code.' };

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'out/', 'artifacts/', '.vscode-test/', '.start/'] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [vscodeFree], patterns: ['**/vscode/**', '**/simulator/**'] }] },
  },
  {
    files: ['src/simulator/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [vscodeFree], patterns: ['**/vscode/**'] }] },
  },
  {
    files: ['src/vscode/views/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/commands/**', '**/simulator/**'] }] },
  },
  {
    files: ['src/vscode/commands/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/views/**'] }] },
  },
);
