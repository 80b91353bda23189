import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

const MAX_BYTES = 100_000;

describe('What VS Code loads to activate the extension', () => {
  it('stays under 100 kB: all else is loaded when it is first used', async () => {
    const { bundleOptions } = (await import(pathToFileURL(path.resolve('esbuild.mjs')).href)) as {
      bundleOptions: (name: string, entry: string, found: Map<string, string>) => BuildOptions;
    };
    const { outputFiles } = await build({
      ...bundleOptions('extension', 'src/extension.ts', new Map()),
      minify: true,
      sourcemap: false,
      write: false,
    });
    const bytes = (outputFiles ?? []).reduce((sum, { contents }) => sum + contents.length, 0);
    assert.ok(bytes > 10_000 && bytes < MAX_BYTES, `${bytes} bytes`);
  });
});
