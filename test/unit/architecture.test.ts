import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';

/** The imports of each file of src according to esbuild: `import`, `import()`, and `require`, without types. */
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
    external: ['*.ttf', 'vscode', 'preact', 'commander', ...Object.keys(CORE_PACKAGES)],
    logLevel: 'silent',
  });
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => [file, imports.map((found) => found.path)]),
  );
}

/** What each file of src imports from src by its own text, types included, which esbuild leaves out. */
function readSourceImports(files: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const known = new Set(files);
  const importsOf = (file: string): string[] =>
    ts
      .preProcessFile(readFileSync(file, 'utf8'))
      .importedFiles.map(({ fileName }) => path.posix.join(path.posix.dirname(file), fileName))
      .flatMap((target) => [`${target}.ts`, `${target}.tsx`].filter((candidate) => known.has(candidate)));
  return new Map([...known].map((file) => [file, importsOf(file)]));
}

/** The packages that core uses, each in one file. */
const CORE_PACKAGES: Readonly<Record<string, string>> = {
  'node-fetch': 'src/core/api/nodeFetch.ts',
  'jsonc-parser': 'src/core/savedExports/jsonText.ts',
  sax: 'src/core/tables/xmlReader.ts',
  'hyparquet-writer': 'src/core/combine/parquetWriter.ts',
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
      imports.get('src/vscode/accounts/demo.ts')?.some((target) => target.startsWith('src/simulator/')),
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

  it('lets the command line import only core, and one package in one file', () => {
    assert.deepEqual(
      breaches(
        'src/cli/',
        (target, file) =>
          /^src\/(cli|core)\//.test(target) ||
          isBuiltin(target) ||
          (target === 'commander' && file === 'src/cli/commandLine.ts'),
      ),
      [],
    );
    assert.ok(imports.get('src/cli/main.ts')?.includes('src/cli/commandLine.ts'));
  });

  it('lets only the demo import the simulator', () => {
    assert.deepEqual(
      breaches(
        'src/vscode/',
        (target, file) =>
          /^src\/(vscode|core)\/|^src\/webviews\/\w+\/protocol\.ts$/.test(target) ||
          target === 'vscode' ||
          isBuiltin(target) ||
          (file === 'src/vscode/accounts/demo.ts' && target.startsWith('src/simulator/')),
      ),
      [],
    );
  });

  it('keeps views and panels apart from commands', () => {
    const isView = (file: string): boolean =>
      /^src\/vscode\/(panels\/|.*(View|Tree|Rows|StatusBar|Badge)\.ts$)/.test(file);
    const isCommand = (file: string): boolean => /^src\/vscode\/.*(Commands?|Targets)\.ts$/.test(file);
    const files = [...imports.keys()];
    assert.ok(files.filter(isView).length > 10 && files.filter(isCommand).length > 10);
    assert.deepEqual(
      breaches('src/vscode/', (target, file) => !isView(file) || !isCommand(target)),
      [],
    );
    assert.deepEqual(
      breaches('src/vscode/', (target, file) => !isCommand(file) || !isView(target)),
      [],
    );
  });

  it('keeps the command registry a leaf', () => {
    assert.deepEqual(
      breaches('src/vscode/commands/', (target) => /^src\/vscode\/(\w+|words\/\w+)\.ts$|^vscode$/.test(target)),
      [],
    );
  });

  it('keeps the shared state of windows independent of watching', () => {
    assert.deepEqual(
      breaches('src/core/share/', (target) => !target.startsWith('src/core/watch/')),
      [],
    );
  });

  it('lets webviews import only core, the font of icons, and preact as the only package', () => {
    assert.deepEqual(
      breaches(
        'src/webviews/',
        (target) =>
          /^src\/(webviews|core)\//.test(target) ||
          /^preact(\/hooks|\/jsx-runtime)?$/.test(target) ||
          target.endsWith('/media/rings/rings.ttf'),
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

  it('has no circular imports, types included', () => {
    const sourceImports = readSourceImports([...imports.keys()].filter((file) => file.startsWith('src/')));
    const done = new Set<string>();
    const visit = (file: string, trail: readonly string[]): void => {
      assert.ok(!trail.includes(file), [...trail, file].join(' -> '));
      if (!done.has(file)) {
        for (const target of sourceImports.get(file) ?? []) {
          visit(target, [...trail, file]);
        }
        done.add(file);
      }
    };
    for (const file of sourceImports.keys()) {
      visit(file, []);
    }
  });
});
