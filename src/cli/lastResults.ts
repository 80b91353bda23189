import path from 'node:path';
import { ensureFolder, readWhole, writeWhole } from '../core/files/wholeFile';
import { fieldsOf } from '../core/isRecord';
import { parsed } from '../core/parsed';
import { decodeParameters, type ExportParameters, isSameExport } from '../core/reports/exportRequest';
import { memberKey } from '../core/runs/memberNames';
import type { RunMember } from '../core/runs/run';

const FILE = 'last.json';
/** If there are more exports, the ones that ran last are kept. */
const MAX_KEPT = 5000;

/** The last result of an export. */
interface LastResult {
  readonly export: string;
  /** Undefined if an earlier version wrote it, which had one account for each file. */
  readonly accountId: string | undefined;
  readonly bytes: number;
  readonly jobId: string;
  readonly parameters: ExportParameters;
}

/** What became of the exports that ran before into the same place: their jobs, and how large their results were. */
export class LastResults {
  private results: readonly LastResult[];

  /** `folder`: where this account's runs into this place are stored. */
  constructor(private readonly folder: string) {
    this.results = decodeResults(readWhole(this.path));
  }

  bytesOf(name: string): number | undefined {
    return this.results.find((result) => result.export === name)?.bytes;
  }

  /** The job of the account's last export with these parameters. */
  jobOf(accountId: string, parameters: ExportParameters): string | undefined {
    return this.results.find(
      (result) =>
        (result.accountId === undefined || result.accountId === accountId) &&
        isSameExport(result.parameters, parameters),
    )?.jobId;
  }

  /** Remembers the results of members that are done. Without a disk to write to, the next run knows nothing of them. */
  remember(members: readonly RunMember[]): void {
    const news = members.flatMap((member): readonly LastResult[] => {
      const { accountId, job, file, parameters } = member;
      return job && file && parameters
        ? [{ export: memberKey(member), accountId, bytes: file.bytes, jobId: job.id, parameters }]
        : [];
    });
    const names = new Set(news.map((result) => result.export));
    this.results = [...news, ...this.results.filter((result) => !names.has(result.export))].slice(0, MAX_KEPT);
    try {
      ensureFolder(this.folder);
      writeWhole(this.path, JSON.stringify(this.results));
    } catch {
      return;
    }
  }

  private get path(): string {
    return path.join(this.folder, FILE);
  }
}

/** Tolerant, because another version can have written the file. */
function decodeResults(text: string | undefined): readonly LastResult[] {
  const value = parsed(text);
  return (Array.isArray(value) ? (value as readonly unknown[]) : []).flatMap((item) => {
    const { export: name, accountId, bytes, jobId, parameters } = fieldsOf(item);
    const known = decodeParameters(parameters);
    return typeof name === 'string' && typeof bytes === 'number' && typeof jobId === 'string' && known !== undefined
      ? [
          {
            export: name,
            accountId: typeof accountId === 'string' ? accountId : undefined,
            bytes,
            jobId,
            parameters: known,
          },
        ]
      : [];
  });
}
