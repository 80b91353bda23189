// @ts-check
import path from 'node:path';

/**
 * The parts of a `code` command line that @vscode/test-electron uses.
 * @typedef {object} CodeArguments
 * @property {string[]} developmentPaths
 * @property {string | undefined} testsPath
 * @property {string[]} install
 * @property {string | undefined} userDataDir
 * @property {string | undefined} extensionsDir
 * @property {string | undefined} folder or .code-workspace file
 * @property {boolean} disableExtensions
 */

/** Switches with a value that are ignored here. Their value must not be mistaken for the folder. */
const IGNORED_WITH_VALUE = new Set(['locale', 'log', 'profile']);

/**
 * @param {string[]} argv
 * @returns {CodeArguments}
 */
export function parseCodeArguments(argv) {
  /** @type {CodeArguments} */
  const parsed = {
    developmentPaths: [],
    testsPath: undefined,
    install: [],
    userDataDir: undefined,
    extensionsDir: undefined,
    folder: undefined,
    disableExtensions: false,
  };
  const rest = [...argv];
  for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(next) ?? [];
    const value = () => inline ?? rest.shift() ?? '';
    switch (name) {
      case undefined:
        parsed.folder ??= path.resolve(next);
        break;
      case 'extensionDevelopmentPath':
        parsed.developmentPaths.push(path.resolve(value()));
        break;
      case 'extensionTestsPath':
        parsed.testsPath = path.resolve(value());
        break;
      case 'install-extension':
        parsed.install.push(value());
        break;
      case 'user-data-dir':
        parsed.userDataDir = path.resolve(value());
        break;
      case 'extensions-dir':
        parsed.extensionsDir = path.resolve(value());
        break;
      case 'disable-extensions':
        parsed.disableExtensions = true;
        break;
      default:
        if (IGNORED_WITH_VALUE.has(name)) {
          value();
        }
    }
  }
  return parsed;
}
