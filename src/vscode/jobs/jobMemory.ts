import { type DownloadMark, JOB_ALERTS, type JobAlert, type TransferMark } from '../../core/jobs/jobEntry';
import type { JobMemory } from '../../core/jobs/jobStore';
import { recentExports } from '../../core/reports/exportAllowance';
import {
  decodeParameters,
  type ExportParameters,
  type ExportRequest,
  isSameExport,
} from '../../core/reports/exportRequest';

const NAMES_KEY = 'impactJobs.names';
const EXPORTS_KEY = 'impactJobs.exports';
const EXPORT_TIMES_KEY = 'impactJobs.exportTimes';
const REPLAYS_KEY = 'impactJobs.replays';
const DOWNLOADS_KEY = 'impactJobs.downloads';
const FOLDERS_KEY = 'impactJobs.downloadFolders';
const ALERTS_KEY = 'impactJobs.alerts';
const HIDDEN_KEY = 'impactJobs.hidden';
/** Far more than a list shows; the oldest go first. */
const MAX_REMEMBERED = 5000;
/** Ten days of as many exports as impact.com allows. */
const MAX_EXPORTS = 1000;
const MAX_FOLDERS = 20;
/** Jobs are watched or muted by hand, and mean nothing once they have ended. */
const MAX_ALERTS = 500;

/** Where it is kept: in the manner of VS Code's Memento. */
interface State {
  get<T>(name: string, fallback: T): T;
  update(name: string, value: unknown): PromiseLike<void>;
}

/** What is remembered of jobs on this machine: their names, what they export and repeat, which are watched or muted, the files that they were downloaded to. */
export class StoredJobMemory implements JobMemory {
  /** Of this session alone: what lies half-way on the disk is found there again. */
  private readonly transfers = new Map<string, TransferMark>();
  /** Of this session alone: what waits for a job takes it up again by itself. */
  private readonly awaited = new Set<string>();

  constructor(private readonly context: { readonly globalState: State }) {}

  /** All is read from the state each time: it holds what another window has set meanwhile. */
  nameOf(key: string): string | undefined {
    const name = entryOf(this.names(), key);
    return typeof name === 'string' ? name : undefined;
  }

  parametersOf(key: string): ExportParameters | undefined {
    return decodeParameters(entryOf(this.exports(), key));
  }

  /** The key of the account's job that was exported with these parameters last. */
  jobOfExport(accountId: string, request: ExportRequest): string | undefined {
    const keys = Object.keys(this.exports()).filter((key) => key.startsWith(`${accountId}/`));
    return keys.reverse().find((key) => {
      const parameters = this.parametersOf(key);
      return parameters !== undefined && isSameExport(parameters, request);
    });
  }

  replayOf(key: string): string | undefined {
    const replays = this.replays();
    const original = Object.hasOwn(replays, key) ? replays[key] : undefined;
    return typeof original === 'string' ? original : undefined;
  }

  downloadOf(key: string): DownloadMark | undefined {
    return decodeMark(entryOf(this.downloads(), key));
  }

  transferOf(key: string): TransferMark | undefined {
    return this.transfers.get(key);
  }

  alertOf(key: string): JobAlert | undefined {
    const known = entryOf(this.alerts(), key);
    return JOB_ALERTS.find((alert) => alert === known);
  }

  /** Read from VS Code's state each time, as alerts are. */
  isHidden(key: string): boolean {
    return Object.hasOwn(this.hidden(), key);
  }

  /** The folders outside a workspace that results went to, the last one last. */
  get folders(): readonly string[] {
    return this.context.globalState.get<readonly string[]>(FOLDERS_KEY, []);
  }

  async addFolder(folder: string): Promise<void> {
    if (this.folders.at(-1) !== folder) {
      await this.context.globalState.update(
        FOLDERS_KEY,
        [...this.folders.filter((known) => known !== folder), folder].slice(-MAX_FOLDERS),
      );
    }
  }

  /** `undefined` forgets a name. */
  async setNames(names: Iterable<readonly [key: string, name: string | undefined]>): Promise<void> {
    const known = new Map(Object.entries(this.names()));
    for (const [key, name] of names) {
      known.delete(key); // so that what was named last stands last
      if (name !== undefined) {
        known.set(key, name);
      }
    }
    await this.context.globalState.update(NAMES_KEY, newest(known, MAX_REMEMBERED));
  }

  async setExport(key: string, { reportId, reportName, format, filters }: ExportParameters): Promise<void> {
    const exported = new Map(Object.entries(this.exports()));
    exported.delete(key); // so that what was exported last stands last
    await this.context.globalState.update(
      EXPORTS_KEY,
      newest(exported.set(key, { reportId, reportName, format, filters }), MAX_EXPORTS),
    );
  }

  /** Notes which job the job of this key repeats, by its id in the same account. */
  async setReplayOf(key: string, originalId: string): Promise<void> {
    const replays = new Map(Object.entries(this.replays()));
    await this.context.globalState.update(REPLAYS_KEY, newest(replays.set(key, originalId), MAX_REMEMBERED));
  }

  /** When exports of the last day were asked for, milliseconds since the epoch. */
  exportTimes(accountId: string): readonly number[] {
    const times = this.context.globalState.get<Record<string, readonly number[]>>(EXPORT_TIMES_KEY, {});
    return Object.hasOwn(times, accountId) ? (times[accountId] ?? []) : [];
  }

  async countExport(accountId: string, atMs: number): Promise<void> {
    const times = this.context.globalState.get<Record<string, readonly number[]>>(EXPORT_TIMES_KEY, {});
    await this.context.globalState.update(EXPORT_TIMES_KEY, {
      ...times,
      [accountId]: [...recentExports(this.exportTimes(accountId), atMs), atMs],
    });
  }

  /** Whether something here waits for the job, and downloads its result and tells of it by itself. */
  isAwaited(key: string): boolean {
    return this.awaited.has(key);
  }

  setAwaited(key: string, isAwaited: boolean): void {
    if (isAwaited) {
      this.awaited.add(key);
    } else {
      this.awaited.delete(key);
    }
  }

  setTransfer(key: string, mark: TransferMark | undefined): void {
    if (mark === undefined) {
      this.transfers.delete(key);
    } else {
      this.transfers.set(key, mark);
    }
  }

  async setDownload(key: string, mark: DownloadMark | undefined): Promise<void> {
    const downloads = new Map(Object.entries(this.downloads()));
    downloads.delete(key);
    if (mark !== undefined) {
      downloads.set(key, mark);
    }
    await this.context.globalState.update(DOWNLOADS_KEY, newest(downloads, MAX_REMEMBERED));
  }

  async setHidden(keys: Iterable<string>, isHidden: boolean): Promise<void> {
    const hidden = new Map(Object.entries(this.hidden()));
    for (const key of keys) {
      hidden.delete(key);
      if (isHidden) {
        hidden.set(key, true);
      }
    }
    await this.context.globalState.update(HIDDEN_KEY, newest(hidden, MAX_REMEMBERED));
  }

  /** `undefined` leaves the jobs to the settings again. */
  async setAlerts(keys: Iterable<string>, alert: JobAlert | undefined): Promise<void> {
    const alerts = new Map(Object.entries(this.alerts()));
    for (const key of keys) {
      alerts.delete(key); // so that what was set last stands last
      if (alert !== undefined) {
        alerts.set(key, alert);
      }
    }
    await this.context.globalState.update(ALERTS_KEY, newest(alerts, MAX_ALERTS));
  }

  private names(): Readonly<Record<string, unknown>> {
    return this.context.globalState.get<Record<string, unknown>>(NAMES_KEY, {});
  }

  private exports(): Readonly<Record<string, unknown>> {
    return this.context.globalState.get<Record<string, unknown>>(EXPORTS_KEY, {});
  }

  private hidden(): Readonly<Record<string, true>> {
    return this.context.globalState.get<Record<string, true>>(HIDDEN_KEY, {});
  }

  private replays(): Readonly<Record<string, unknown>> {
    return this.context.globalState.get<Record<string, unknown>>(REPLAYS_KEY, {});
  }

  private downloads(): Readonly<Record<string, unknown>> {
    return this.context.globalState.get<Record<string, unknown>>(DOWNLOADS_KEY, {});
  }

  private alerts(): Readonly<Record<string, unknown>> {
    return this.context.globalState.get<Record<string, unknown>>(ALERTS_KEY, {});
  }
}

function entryOf(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function decodeMark(value: unknown): DownloadMark | undefined {
  const { uri, sizeBytes, atMs, sha256 } = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<keyof DownloadMark, unknown>
  >;
  const isWhole =
    typeof uri === 'string' && typeof sizeBytes === 'number' && typeof atMs === 'number' && typeof sha256 === 'string';
  return isWhole ? { uri, sizeBytes, atMs, sha256 } : undefined;
}

function newest<T>(values: ReadonlyMap<string, T>, count: number): Record<string, T> {
  return Object.fromEntries([...values].slice(-count));
}
