import { createHash } from 'node:crypto';
import { formatDay } from './isoDate';
import type { ResultScript } from './jobScript';
import type { StoredJob } from './storedJob';
import { hashOf } from './random';
import { COLUMN_SETS } from './reportColumns';
import { findReport } from './reportCatalog';
import { fixedContent, generateContent } from './resultContent';
import type { SeekableContent } from './resultContent';
import { CLICK_FORMATS, ROW_FORMATS } from './rowFormat';

/** The file of a completed job, as the storage describes it. */
export interface JobResult extends SeekableContent {
  /** Undefined if the response contains no name. */
  readonly fileName: string | undefined;
  /** The Content-Disposition header. */
  readonly disposition: string | undefined;
  readonly contentType: string;
  /** With its quotes. The MD5 of a small file, otherwise an opaque value, as in S3. */
  readonly etag: string;
  readonly lastModifiedMs: number;
}

/** Larger results get an opaque ETag, because their MD5 takes too long. */
const ETAG_CHECKSUM_BYTES = 4 * 1024 * 1024;
const PERIOD_MS = 30 * 24 * 3_600_000;
/** A replay has a few more rows than the run before. */
const GROWTH_PER_REPLAY = 1 / 128;

/** What the content of a result depends on. */
type Lineage = Pick<StoredJob, 'script' | 'origin' | 'revision'>;

/** The number of rows that the job's result has, or is going to have. */
export function countRows(job: Lineage): number {
  return job.script.result ? makeContent(0, job, job.script.result, job.revision).rows : 0;
}

/** The content of the job's result for `revision`. The same seed, job, and revision always give the same bytes. */
export function makeResult(
  seed: number,
  job: StoredJob,
  script: ResultScript,
  revision: number,
  completedAtMs: number,
): JobResult {
  const format = ROW_FORMATS[script.format ?? 'CSV'];
  const content = makeContent(seed, job, script, revision);
  const reportName = findReport(job.script.report ?? '')?.name ?? job.script.name ?? job.script.type;
  const fileName =
    script.fileName === null
      ? undefined
      : (script.fileName ?? `${reportName.replaceAll(' ', '_')}_${formatDay(completedAtMs)}.${format.extension}`);
  return {
    rows: content.rows,
    lengthBytes: content.lengthBytes,
    read: (start, end) => content.read(start, end),
    fileName,
    disposition: script.disposition ?? (fileName === undefined ? undefined : dispositionOf(fileName)),
    contentType: script.contentType ?? format.contentType,
    etag: etagOf(content, [seed, job.origin.id, revision]),
    lastModifiedMs: completedAtMs,
  };
}

function makeContent(seed: number, job: Lineage, script: ResultScript, revision: number): SeekableContent {
  if (script.content !== undefined) {
    const bytes = typeof script.content === 'string' ? Buffer.from(script.content) : script.content;
    return fixedContent(bytes, script.rows ?? 0);
  }
  const rows = script.rows ?? 100;
  return generateContent(
    script.bytes === undefined
      ? { rows: rows + Math.ceil(rows * GROWTH_PER_REPLAY) * revision }
      : { bytes: script.bytes },
    {
      columnSet: COLUMN_SETS[script.columns ?? findReport(job.script.report ?? '')?.columns ?? 'actions'],
      format: (script.columns === undefined ? ROW_FORMATS : CLICK_FORMATS)[script.format ?? 'CSV'],
      seed: hashOf(seed, job.origin.id),
      revision,
      ...(script.period ?? { fromMs: job.origin.createdAtMs - PERIOD_MS, toMs: job.origin.createdAtMs }),
    },
  );
}

function etagOf(content: SeekableContent, identity: readonly (string | number)[]): string {
  if (content.lengthBytes <= ETAG_CHECKSUM_BYTES) {
    return `"${createHash('md5').update(content.read(0, content.lengthBytes)).digest('hex')}"`;
  }
  const digest = createHash('md5')
    .update([...identity, content.lengthBytes].join('/'))
    .digest('hex');
  return `"${digest}-${Math.ceil(content.lengthBytes / (8 * 1024 * 1024))}"`;
}

/** A plain name for old clients and, if that loses something, the full name in RFC 5987 form. */
function dispositionOf(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '\\$&');
  const simple = `attachment; filename="${plain}"`;
  return /^[\x20-\x7e]*$/.test(fileName) ? simple : `${simple}; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
