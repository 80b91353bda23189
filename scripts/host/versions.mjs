// @ts-check
/**
 * @typedef {object} HostVersion
 * @property {string} codeServer the npm package of VS Code's server; its lock file is in `hosts/<version>/`
 * @property {string} vscode what an extension reads in `vscode.version`
 * @property {string} node the Node that this server needs; older and newer ones do not start it
 * @property {number} sizeMb about how much it takes on disk, its browser included, in 10^6 bytes
 */

/** @type {Record<'oldest' | 'newest', HostVersion>} */
export const HOSTS = {
  oldest: { codeServer: '4.96.4', vscode: '1.96.4', node: '20.20.2', sizeMb: 590 },
  newest: { codeServer: '4.139.1', vscode: '1.139.1', node: '24.21.0', sizeMb: 720 },
};

/** @sparticuz/chromium: a headless Chromium with the libraries and fonts that a minimal system doesn't have. */
export const CHROMIUM = '147.0.0';

/**
 * `oldest`, `newest`, VS Code's version or code-server's.
 * @param {string} [wanted]
 * @returns {HostVersion}
 */
export function hostVersion(wanted = process.env['VSCODE_HOST_VERSION'] || 'newest') {
  const found = Object.entries(HOSTS).find(([name, host]) => [name, host.vscode, host.codeServer].includes(wanted));
  if (!found) {
    const known = Object.entries(HOSTS).map(([name, { vscode }]) => `${name} (${vscode})`);
    throw new Error(`VS Code ${wanted} isn't a host for tests. Choose from ${known.join(', ')}`);
  }
  return found[1];
}
