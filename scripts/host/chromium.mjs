// @ts-check
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

/**
 * Unpacks the files of @sparticuz/chromium. Doesn't use its executablePath(), because that unpacks to one fixed folder
 * in /tmp, and uses whatever version is already there.
 * @param {string} from the package's bin folder
 * @param {string} to
 */
export function unpackChromium(from, to) {
  /** @param {string} name */
  const read = (name) => brotliDecompressSync(readFileSync(path.join(from, name)));
  mkdirSync(to, { recursive: true });
  writeFileSync(path.join(to, 'chromium'), read('chromium.br'), { mode: 0o755 });
  for (const archive of ['fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br']) {
    execFileSync('tar', ['xf', '-', '-C', to, '--no-same-owner'], { input: read(archive) });
  }
}

/**
 * How to run the Chromium of a host folder, or the one that $VSCODE_HOST_CHROMIUM names.
 * @param {string} hostDir
 * @returns {{ executablePath: string, env: Record<string, string> }}
 */
export function chromiumOf(hostDir) {
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const named = process.env['VSCODE_HOST_CHROMIUM'];
  if (named) {
    return { executablePath: named, env };
  }
  const folder = path.join(hostDir, 'chromium');
  // Includes the libraries (NSS, expat) and the fonts, so that it runs on a minimal system.
  const libraries = [path.join(folder, 'lib'), env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      ...env,
      LD_LIBRARY_PATH: libraries,
      FONTCONFIG_FILE: path.join(import.meta.dirname, 'fonts.conf'),
      XDG_DATA_HOME: folder,
      XDG_CACHE_HOME: path.join(folder, 'cache'),
    },
  };
}
