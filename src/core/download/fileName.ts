import path from 'node:path';

/**
 * File systems allow 255 bytes (or UTF-16 units). The rest is for endings that the engine adds while it works, and for
 * ` (999)`.
 */
const MAX_NAME_BYTES = 230;
const FALLBACK_STEM = 'result';
/** Some of the work below takes quadratic time, so anything that would be cut off later is cut off first. */
const MAX_WISHED_CHARS = 1000;

/** Device names that Windows recognizes in any folder and with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu;
/** Extensions of formats. A wrong one is replaced; otherwise the right one would follow it. */
const FORMAT_ENDING = /\.(?:csv|tsv|json|ndjson|jsonl|xml|txt|html?|zip|gz|tgz|xlsx?|pdf|parquet)$/iu;

/**
 * Turns `wished` into the name of a plain file that is valid on Windows, macOS, and Linux, whatever a server or a
 * template contains: no path, device, or control or direction characters, no ending that Windows drops, NFC, and short
 * enough. Ends with `.extension` (without a dot; can be compound: `csv.gz`).
 */
export function safeFileName(wished: string, extension: string): string {
  const ending = cleanExtension(extension);
  const stem = cleanStem(withoutFormatEnding(cleanText(wished.slice(0, MAX_WISHED_CHARS)), ending));
  const safe = RESERVED.test(stem.split('.', 1)[0]?.trimEnd() ?? '') ? `_${stem}` : stem;
  const room = MAX_NAME_BYTES - Buffer.byteLength(ending);
  return (cutToBytes(safe, room).replace(/[\s.]+$/u, '') || FALLBACK_STEM) + ending;
}

/** Turns `report.csv` into `report (2).csv`. A compound extension stays at the end. */
export function numberedFileName(name: string, extension: string, number: number): string {
  const ending = cleanExtension(extension);
  const stem =
    ending !== '' && name.toLowerCase().endsWith(ending.toLowerCase()) ? name.slice(0, -ending.length) : name;
  return number < 2 ? name : `${stem} (${number})${name.slice(stem.length)}`;
}

/** The path of `name` in `folder`. A second check after `safeFileName`. */
export function pathInFolder(folder: string, name: string): string {
  const joined = path.join(folder, name);
  if (name === '' || path.basename(joined) !== name || path.dirname(joined) !== path.resolve(folder)) {
    throw new RangeError(`Not a plain file name: ${JSON.stringify(name)}`);
  }
  return joined;
}

function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"/\\|?*]/gu, '_');
}

function cleanStem(text: string): string {
  const trimmed = text.replace(/^[\s.]+|[\s.]+$/gu, '');
  return trimmed === '' ? FALLBACK_STEM : trimmed;
}

function cleanExtension(extension: string): string {
  const clean = extension
    .toLowerCase()
    .replace(/[^a-z0-9.]/gu, '')
    .replace(/^\.+|\.+$/gu, '')
    .slice(0, 20);
  return clean === '' ? '' : `.${clean}`;
}

function withoutFormatEnding(name: string, ending: string): string {
  if (ending === '') {
    return name;
  }
  const plain = name.replace(/[\s.]+$/u, '');
  if (plain.toLowerCase().endsWith(ending)) {
    return plain.slice(0, -ending.length);
  }
  return plain.replace(FORMAT_ENDING, '').replace(FORMAT_ENDING, '');
}

/** Cuts between graphemes, so that no half of a character is left. */
function cutToBytes(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) {
    return text;
  }
  let cut = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes) {
      break;
    }
    cut += segment;
  }
  return cut;
}
