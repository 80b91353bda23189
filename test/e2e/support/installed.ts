import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, root } from './host';

/** The package to install, and the VS Code. */
interface Wanted {
  hostDir: string;
  vsix: string;
}

/**
 * Where the tests keep what VS Code installed, because installing takes a second of the processor. Each build of the
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
  return createHash('sha256')
    .update(JSON.stringify([wanted, statSync(wanted.vsix).mtimeMs]))
    .digest('hex');
}

/** Another process may install the same meanwhile. The folder of the first one to end is kept. */
async function install(to: string, { hostDir, vsix }: Wanted): Promise<void> {
  const profile = mkdtempSync(path.join(tmpdir(), 'impact-jobs-installed-'));
  const extensionsDir = path.join(profile, 'extensions');
  try {
    mkdirSync(extensionsDir);
    await installExtension({ hostDir, userDataDir: profile, extensionsDir, vsix });
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
