// @ts-check

const NAMESPACE = 'one-vscode';

/**
 * Has each bundle take the editor's interface once. Left alone, esbuild copies its two hundred properties for every file
 * that says `import * as vscode`: most of what loading the extension took.
 * @type {import('esbuild').Plugin}
 */
export const oneVscode = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === NAMESPACE ? { path: 'vscode', external: true } : { path: 'vscode', namespace: NAMESPACE },
    );
    build.onLoad({ filter: /^vscode$/, namespace: NAMESPACE }, () => ({ contents: `export * from 'vscode';` }));
  },
};
