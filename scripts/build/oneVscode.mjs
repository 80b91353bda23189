// @ts-check

const NAMESPACE = 'one-vscode';

/**
 * Makes each bundle import the editor's API once. Otherwise, esbuild copies its two hundred properties for each file
 * with `import * as vscode`, which took most of the time to load the extension.
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
