/** How many bytes of a body decide its format. */
export const SNIFF_BYTES = 512;

const EXTENSION_BY_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'text/csv': 'csv',
    'application/csv': 'csv',
    'text/tab-separated-values': 'tsv',
    'application/json': 'json',
    'text/json': 'json',
    'application/x-ndjson': 'ndjson',
    'application/xml': 'xml',
    'text/xml': 'xml',
    'application/zip': 'zip',
    'application/x-zip-compressed': 'zip',
    'application/gzip': 'gz',
    'application/x-gzip': 'gz',
    'application/pdf': 'pdf',
    'application/vnd.ms-excel': 'csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
    'application/vnd.apache.parquet': 'parquet',
  }),
);

const SIGNATURES: readonly (readonly [Buffer, string])[] = [
  [Buffer.from([0x1f, 0x8b]), 'gz'],
  [Buffer.from('PK\x03\x04'), 'zip'],
  [Buffer.from('PK\x05\x06'), 'zip'],
  [Buffer.from('%PDF-'), 'pdf'],
  [Buffer.from('PAR1'), 'parquet'],
];
/** Formats that are ZIP archives, so that their first bytes only say ZIP. */
const ZIP_BASED = ['xlsx', 'ods', 'docx'];
const KNOWN_TEXT = ['csv', 'tsv', 'json', 'ndjson', 'jsonl', 'xml', 'txt'];

export interface FormatClues {
  readonly suggestedName: string | undefined;
  readonly contentType: string | null;
  /** The beginning of the decoded file. */
  readonly firstBytes: Buffer;
}

/**
 * The file's extension, without a dot. Unmistakable first bytes come first. Then the suggested name counts, unless the
 * type and the content agree on another extension, then the type, and then how the text looks.
 */
export function fileExtension({ suggestedName, contentType, firstBytes }: FormatClues): string {
  const named = /\.([a-z0-9]{1,8})$/i.exec(suggestedName ?? '')?.[1]?.toLowerCase();
  const typed = EXTENSION_BY_TYPE.get(mediaType(contentType));
  const signed = SIGNATURES.find(([signature]) => firstBytes.subarray(0, signature.length).equals(signature))?.[1];
  if (signed === 'gz') {
    return gzipExtension(suggestedName, named);
  }
  if (signed === 'zip') {
    return oneOf(ZIP_BASED, named) ?? oneOf(ZIP_BASED, typed) ?? 'zip';
  }
  if (signed !== undefined) {
    return signed;
  }
  const looked = looksLike(firstBytes);
  return (typed === looked ? undefined : oneOf(KNOWN_TEXT, named)) ?? oneOf(KNOWN_TEXT, typed) ?? looked;
}

function oneOf(extensions: readonly string[], wanted: string | undefined): string | undefined {
  return extensions.find((extension) => extension === wanted);
}

/** Reduces `text/csv; charset=utf-8` to `text/csv`. */
export function mediaType(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function gzipExtension(suggestedName: string | undefined, named: string | undefined): string {
  const inner = /\.([a-z0-9]{1,8})\.gz$/i.exec(suggestedName ?? '')?.[1]?.toLowerCase();
  if (inner !== undefined) {
    return `${inner}.gz`;
  }
  if (named === 'tgz') {
    return named;
  }
  const text = oneOf(KNOWN_TEXT, named);
  return text === undefined ? 'gz' : `${text}.gz`;
}

function looksLike(firstBytes: Buffer): string {
  const text = firstBytes.toString('utf8').trimStart(); // also of a byte order mark
  if (/^<(?:\?xml|[a-z!])/i.test(text)) {
    return 'xml';
  }
  return /^(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["\]]|$))/.test(text) ? 'json' : 'csv';
}
