import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './fileError';

/**
 * The real path of `folder`, existing or not, if it's outside all `roots` once links are followed. Undefined if it's
 * inside. A link that leads nowhere or in circles counts as outside, by its own path.
 */
export async function leadsOutside(folder: string, roots: readonly string[]): Promise<string | undefined> {
  const realRoots = await Promise.all(roots.map(async (root) => (await realPlace(path.resolve(root))).path));
  const place = await realPlace(path.resolve(folder));
  const isInside =
    place.isCertain && realRoots.some((root) => place.path === root || place.path.startsWith(withSeparator(root)));
  return isInside ? undefined : place.path;
}

/** The real path of a folder, even if the folder doesn't exist yet. */
async function realPlace(folder: string): Promise<{ readonly path: string; readonly isCertain: boolean }> {
  try {
    return { path: await realpath(folder), isCertain: true };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || (await exists(folder)) || path.dirname(folder) === folder) {
      return { path: folder, isCertain: false };
    }
  }
  const parent = await realPlace(path.dirname(folder));
  return { path: path.join(parent.path, path.basename(folder)), isCertain: parent.isCertain };
}

/** Whether a folder contains an entry with this path, even a link to nowhere. */
async function exists(filePath: string): Promise<boolean> {
  return lstat(filePath).then(
    () => true,
    () => false,
  );
}

function withSeparator(folder: string): string {
  return folder.endsWith(path.sep) ? folder : folder + path.sep;
}
