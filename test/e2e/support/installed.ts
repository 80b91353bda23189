import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, root } from './host';

/** What a window needs: packaged extensions, and folders of extensions that are to be packaged. */
interface Wanted {
  hostDir: string;
  packaged: readonly string[];
  folders: readonly string[];
}

/**
 * Where the tests keep what VS Code installed, because installing takes as long as opening a window. Each build of the
 * tests empties `out`.
 */
const KEPT = path.join(root, 'out/installed');

/**
 * Makes VS Code's folder of extensions in a profile.
 * @param extensionsDir a folder that may hold the same extensions
 */
export async function installInto(extensionsDir: string, wanted: Wanted): Promise<void> {
  const from = path.join(KEPT, nameOf(wanted));
  if (!existsSync(from)) {
    await install(from, wanted);
  }
  cpSync(from, extensionsDir, { recursive: true });
}

function nameOf(wanted: Wanted): string {
  const packagedAtMs = wanted.packaged.map((vsix) => statSync(vsix).mtimeMs);
  return createHash('sha256')
    .update(JSON.stringify([wanted, packagedAtMs]))
    .digest('hex');
}

/** Another process may install the same meanwhile. The folder of the first one to end is kept. */
async function install(to: string, { hostDir, packaged, folders }: Wanted): Promise<void> {
  const profile = mkdtempSync(path.join(tmpdir(), 'impact-jobs-installed-'));
  const extensionsDir = path.join(profile, 'extensions');
  try {
    mkdirSync(extensionsDir);
    for (const vsix of [...packaged, ...folders.map((folder) => packExtension(folder, profile))]) {
      await installExtension({ hostDir, userDataDir: profile, extensionsDir, vsix });
    }
    mkdirSync(KEPT, { recursive: true });
    const copy = mkdtempSync(path.join(KEPT, 'new-'));
    cpSync(extensionsDir, copy, { recursive: true });
    keepFirst(copy, to);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

function keepFirst(copy: string, to: string): void {
  try {
    renameSync(copy, to);
  } catch (error) {
    rmSync(copy, { recursive: true });
    if (!existsSync(to)) {
      throw error;
    }
  }
}

function packExtension(folder: string, profile: string): string {
  const packagePath = path.join(profile, `${path.basename(folder)}.vsix`);
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  execFileSync(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', packagePath],
    { cwd: folder, stdio: 'pipe' },
  );
  return packagePath;
}
