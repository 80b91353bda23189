import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension } from './host';

/** What a window needs: packaged extensions, and folders of extensions that are to be packaged. */
interface Wanted {
  hostDir: string;
  packaged: readonly string[];
  folders: readonly string[];
}

/** Installing takes VS Code as long as opening a window, so the tests copy what it installed. */
const installed = new Map<string, string>();

after(() => installed.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/**
 * Makes VS Code's folder of extensions in a profile.
 * @param extensionsDir a folder that may hold the same extensions
 */
export async function installInto(extensionsDir: string, wanted: Wanted): Promise<void> {
  const key = JSON.stringify(wanted);
  const from = installed.get(key) ?? (await install(wanted));
  installed.set(key, from);
  cpSync(path.join(from, 'extensions'), extensionsDir, { recursive: true });
}

async function install({ hostDir, packaged, folders }: Wanted): Promise<string> {
  const profile = mkdtempSync(path.join(tmpdir(), 'impact-jobs-installed-'));
  for (const vsix of [...packaged, ...folders.map((folder) => packExtension(folder, profile))]) {
    await installExtension({ hostDir, userDataDir: profile, extensionsDir: path.join(profile, 'extensions'), vsix });
  }
  return profile;
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
