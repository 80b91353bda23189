// @ts-check
/**
 * The URL of a VS Code window. `payload` contains what a desktop VS Code takes as command-line switches.
 * @param {import('./server.mjs').Server} server
 * @param {{ folder?: string | undefined, payload?: [string, string][] }} [options] no folder: an empty window
 */
export function windowUrl({ origin, token }, { folder, payload = [] } = {}) {
  const url = new URL(origin);
  url.searchParams.set('tkn', token);
  if (!folder) {
    url.searchParams.set('ew', 'true');
  } else {
    url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  }
  url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...payload]));
  return url.href;
}
