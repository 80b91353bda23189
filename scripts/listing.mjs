// @ts-check
// The rules of the Marketplace and Open VSX for the extensions that they list, as far as they can be checked offline.

/** https://code.visualstudio.com/api/references/extension-manifest. Other categories aren't documented anywhere. */
const CATEGORIES = [
  ...[
    'AI',
    'Azure',
    'Chat',
    'Data Science',
    'Debuggers',
    'Education',
    'Extension Packs',
    'Formatters',
    'Keymaps',
    'Language Packs',
    'Linters',
  ],
  ...[
    'Machine Learning',
    'Notebooks',
    'Other',
    'Programming Languages',
    'SCM Providers',
    'Snippets',
    'Testing',
    'Themes',
    'Visualization',
  ],
];
const MOST_KEYWORDS = 30;
/** The pattern of Open VSX's namespaces. The Marketplace's publishers also match it. */
const PUBLISHER = /^[a-z0-9][a-z0-9-]*$/i;
const VERSION = /^\d+\.\d+\.\d+$/;

/**
 * @typedef {object} Listed
 * @property {string} [name]
 * @property {string} [displayName]
 * @property {string} [description]
 * @property {string} [version]
 * @property {string} [publisher]
 * @property {string} [license]
 * @property {string} [icon]
 * @property {{ color?: string, theme?: string }} [galleryBanner]
 * @property {readonly string[]} [categories]
 * @property {readonly string[]} [keywords]
 * @property {{ vscode?: string }} [engines]
 */

/**
 * What's missing or would be rejected, as sentences. Empty if both places accept the extension.
 * @param {Listed} manifest
 * @param {readonly string[]} files the package's entries
 * @param {string} readme the packed readme
 * @returns {string[]}
 */
export function listingProblems(manifest, files, readme) {
  const { categories = [], keywords = [], icon = '', galleryBanner = {} } = manifest;
  /** @param {RegExp} pattern */
  const holds = (pattern) => files.some((file) => pattern.test(file));
  const unknown = categories.filter((category) => !CATEGORIES.includes(category));
  /** @type {[boolean, string][]} */
  const checks = [
    [
      !manifest.displayName || !manifest.description,
      'People search the display name and the description, so both are needed.',
    ],
    [
      !PUBLISHER.test(manifest.publisher ?? '') || !PUBLISHER.test(manifest.name ?? ''),
      'Publisher and name can contain letters, digits, and hyphens.',
    ],
    [!VERSION.test(manifest.version ?? ''), 'The version is three numbers.'],
    [!manifest.engines?.vscode || manifest.engines.vscode === '*', 'engines.vscode names the oldest VS Code.'],
    [
      !manifest.license || !holds(/^extension\/license(\.txt|\.md)?$/i),
      'Open VSX needs a license, as a field and as a file in the package.',
    ],
    [
      !/\.(png|jpe?g)$/i.test(icon) || !files.includes(`extension/${icon}`),
      'The icon must be a PNG or JPEG in the package. SVG is rejected.',
    ],
    [!holds(/^extension\/readme\.md$/i), "The readme isn't in the package. It becomes the extension's page."],
    [!holds(/^extension\/changelog\.md$/i), "The changelog isn't in the package."],
    [
      /!\[[^\]]*\]\((?!https:)|<img[^>]+src=["'](?!https:)/i.test(readme),
      'Pictures in the packed readme must be at https addresses or left out.',
    ],
    [/\.svg\b[^)\s]*\)|<svg|src=["'][^"']+\.svg/i.test(readme), 'The readme must have no SVG. It is rejected.'],
    [
      categories.length === 0 || unknown.length > 0,
      `Categories must be the Marketplace's own${unknown.length > 0 ? `, not ${unknown.join(', ')}` : ''}.`,
    ],
    [keywords.length === 0 || keywords.length > MOST_KEYWORDS, `One to ${MOST_KEYWORDS} keywords.`],
    [
      !/^#[0-9a-f]{6}$/i.test(galleryBanner.color ?? '') || !/^(dark|light)$/.test(galleryBanner.theme ?? ''),
      'The banner needs a color and a theme, dark or light.',
    ],
  ];
  return checks.flatMap(([isProblem, sentence]) => (isProblem ? [sentence] : []));
}
