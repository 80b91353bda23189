import tseslint from 'typescript-eslint';
import { constantNames } from './scripts/constantNames.mjs';

const VSCODE_FREE = { name: 'vscode', message: "Core and the simulator don't use VS Code." };
/** The host imports nothing of a page but its protocol. */
const WEBVIEWS = { regex: 'webviews/(?!\\w+/protocol$)', message: "Import only a page's protocol." };

/** VS Code turns text in these places into links, even links that run commands, and most of it comes from servers. */
const THROUGH_MESSAGES = [
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'showInputBox',
  'Notification',
].map((property) => ({
  property,
  message: 'Use src/vscode/messages.ts, which leaves out links in the text.',
}));

const THROUGH_PICK_ROW = {
  property: 'showQuickPick',
  message: 'Use pickRow of src/vscode/pickRow.ts: VS Code drops an Enter that is pressed before the rows are there.',
};

/** A message can stay for hours or disappear unseen, so only the actions of its buttons may wait for it. */
const AWAITED_MESSAGE = {
  selector:
    'AwaitExpression > CallExpression[callee.name=/^(inform|warn|showError)$/], AwaitExpression > CallExpression[callee.property.name=/^show(Information|Warning|Error)Message$/]',
  message: "Don't wait for a message, only for a dialog (isConfirmed). Let its buttons act with .then().",
};

const NAMING = [
  { selector: 'default', format: ['camelCase'], leadingUnderscore: 'allow' },
  { selector: 'import', format: null },
  { selector: 'variable', format: ['camelCase', 'PascalCase', 'UPPER_CASE'], leadingUnderscore: 'allow' },
  { selector: ['variable', 'parameter'], modifiers: ['destructured'], format: null },
  { selector: 'parameter', format: ['camelCase', 'PascalCase'], leadingUnderscore: 'allow' },
  { selector: 'function', format: ['camelCase', 'PascalCase'] },
  { selector: 'typeLike', format: ['PascalCase'] },
  { selector: ['objectLiteralProperty', 'objectLiteralMethod', 'typeProperty'], format: null },
];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'out/', 'artifacts/', '.vscode-test/', '.start/'] },
  {
    files: ['**/*.{ts,tsx,mjs,cjs}'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin, project: { rules: { 'constant-names': constantNames } } },
    rules: {
      eqeqeq: 'error',
      'no-nested-ternary': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
      '@typescript-eslint/naming-convention': ['error', ...NAMING],
      'project/constant-names': 'error',
    },
  },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [VSCODE_FREE], patterns: ['**/vscode/**', '**/simulator/**', '**/webviews/**'] },
      ],
    },
  },
  {
    files: ['src/simulator/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [VSCODE_FREE], patterns: ['**/vscode/**', '**/webviews/**'] }],
    },
  },
  {
    files: ['src/webviews/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'vscode', message: 'A page talks to VS Code through its host.' }],
          patterns: ['**/vscode/**', '**/simulator/**', 'node:*'],
        },
      ],
    },
  },
  {
    files: ['src/vscode/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [WEBVIEWS] }] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/vscode/messages.ts', 'src/webviews/**'],
    rules: {
      'no-restricted-properties': ['error', ...THROUGH_MESSAGES, THROUGH_PICK_ROW],
      'no-restricted-syntax': [
        'error',
        AWAITED_MESSAGE,
        {
          selector: 'AssignmentExpression[left.property.name=/^(prompt|validationMessage)$/]',
          message: 'Use setWords of src/vscode/messages.ts, which leaves out links in the text.',
        },
      ],
    },
  },
  {
    files: ['src/vscode/panels/**/*.ts', 'src/vscode/**/*{View,Tree,Rows,StatusBar,Badge}.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/*Commands', '**/*Command', '**/*Targets', '**/simulator/**'] }, WEBVIEWS] },
      ],
    },
  },
  {
    files: ['src/vscode/**/*{Commands,Command,Targets}.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/panels/**', '**/*{View,Tree,Rows,StatusBar,Badge}'] }, WEBVIEWS] },
      ],
    },
  },
);
