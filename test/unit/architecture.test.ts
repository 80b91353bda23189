import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

/** What each file of src imports, by esbuild's own account: `import`, `import()`, `require`, whatever is left of types. */
async function readImports(): Promise<ReadonlyMap<string, readonly string[]>> {
  const entryPoints = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .map((file) => path.posix.join('src', file.replaceAll('\\', '/')));
  const { metafile } = await build({
    entryPoints,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'out/architecture',
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'preact', ...Object.keys(CORE_PACKAGES)],
    logLevel: 'silent',
  });
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => [file, imports.map((found) => found.path)]),
  );
}

/** The packages that core uses, each in one file. */
const CORE_PACKAGES: Readonly<Record<string, string>> = {
  'node-fetch': 'src/core/api/nodeFetch.ts',
  'jsonc-parser': 'src/core/savedExports/jsonText.ts',
  sax: 'src/core/tables/xmlReader.ts',
};

describe('The architecture', () => {
  let imports: ReadonlyMap<string, readonly string[]>;

  before(async () => {
    imports = await readImports();
  });

  /** Every import of the files below `folder` that the rule does not allow. */
  function breaches(folder: string, isAllowed: (target: string, file: string) => boolean): string[] {
    return [...imports]
      .filter(([file]) => file.startsWith(folder))
      .flatMap(([file, targets]) =>
        targets.filter((target) => !isAllowed(target, file)).map((target) => `${file} -> ${target}`),
      );
  }

  it('is read completely', () => {
    assert.ok(imports.size > 80, `${imports.size} files`);
    assert.ok(
      imports.get('src/vscode/demo.ts')?.some((target) => target.startsWith('src/simulator/')),
      'import() is seen',
    );
  });

  it('keeps core free of the editor and of packages, except a few in one file each', () => {
    assert.deepEqual(
      breaches(
        'src/core/',
        (target, file) => target.startsWith('src/core/') || isBuiltin(target) || CORE_PACKAGES[target] === file,
      ),
      [],
    );
  });

  it('lets the simulator import only core', () => {
    assert.deepEqual(
      breaches('src/simulator/', (target) => /^src\/(simulator|core)\//.test(target) || isBuiltin(target)),
      [],
    );
  });

  it('lets only the demo import the simulator', () => {
    assert.deepEqual(
      breaches(
        'src/vscode/',
        (target, file) =>
          /^src\/(vscode|core)\/|^src\/webviews\/\w+\/protocol\.ts$/.test(target) ||
          target === 'vscode' ||
          isBuiltin(target) ||
          (file === 'src/vscode/demo.ts' && target.startsWith('src/simulator/')),
      ),
      [],
    );
  });

  it('keeps views and panels apart from commands', () => {
    assert.deepEqual(
      breaches('src/vscode/views/', (target) => !target.startsWith('src/vscode/commands/')),
      [],
    );
    assert.deepEqual(
      breaches('src/vscode/panels/', (target) => !target.startsWith('src/vscode/commands/')),
      [],
    );
    assert.deepEqual(
      breaches('src/vscode/commands/', (target) => !/^src\/vscode\/(views|panels)\//.test(target)),
      [],
    );
  });

  it('lets webviews import only core, and preact as the only package', () => {
    assert.deepEqual(
      breaches(
        'src/webviews/',
        (target) => /^src\/(webviews|core)\//.test(target) || /^preact(\/hooks|\/jsx-runtime)?$/.test(target),
      ),
      [],
    );
    const reached = new Set<string>();
    const follow = (file: string): void => {
      if (!reached.has(file)) {
        reached.add(file);
        imports.get(file)?.forEach(follow);
      }
    };
    [...imports.keys()].filter((file) => file.startsWith('src/webviews/')).forEach(follow);
    assert.deepEqual(
      [...reached].filter((file) => isBuiltin(file)),
      [],
      'a browser has none of Node',
    );
  });

  it('keeps each webview separate, except for the kit and the grid', () => {
    const pageOf = (file: string): string | undefined => /^src\/webviews\/(\w+)\//.exec(file)?.[1];
    assert.deepEqual(
      breaches('src/webviews/', (target, file) => [undefined, 'kit', 'grid', pageOf(file)].includes(pageOf(target))),
      [],
    );
  });

  it('never imports the composition root', () => {
    assert.deepEqual(
      breaches('src/', (target) => target !== 'src/extension.ts'),
      [],
    );
  });

  it('has no circular imports', () => {
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]): void => {
      assert.ok(!trail.includes(file), [...trail, file].join(' -> '));
      if (!done.has(file)) {
        for (const target of imports.get(file) ?? []) {
          visit(target, [...trail, file]);
        }
        done.add(file);
      }
    };
    for (const file of imports.keys()) {
      visit(file, []);
    }
  });
});
