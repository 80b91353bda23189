import { fieldsOf } from '../../core/isRecord';
import { Emitter } from '../../core/event';
import {
  type DownloadMark,
  JOB_ALERTS,
  type JobAlert,
  type JobMarks,
  type JobMemory,
  type TransferMark,
} from '../../core/jobs/jobMarks';
import { decodeParameters, type ExportParameters } from '../../core/reports/exportRequest';
import { MarkMap, type MarkState } from './markMap';

export interface MemoryState extends MarkState {
  /** Adds a listener for the keys of jobs that another window changed. Returns a function that removes it. */
  onDidChange(listener: (keys: readonly string[]) => void): () => void;
}

/** The marks that this machine keeps on jobs, and what else it remembers about exports and downloads. */
export class StoredJobMemory implements JobMemory {
  private readonly changed = new Emitter<readonly string[]>();

  /** The names that users and exports have given to jobs. */
  readonly names: MarkMap<string>;
  /** The names of reports that were found in results. */
  readonly learnedNames: MarkMap<string>;
  readonly exports: MarkMap<ExportParameters>;
  /** For each replay, the ID of the job that it replays, in the same account. */
  readonly replays: MarkMap<string>;
  readonly downloads: MarkMap<DownloadMark>;
  /** Only for this session: the next one finds unfinished downloads on the disk. */
  readonly transfers: MarkMap<TransferMark>;
  /** For jobs without an alert, the settings decide. */
  readonly alerts: MarkMap<JobAlert>;
  readonly hidden: MarkMap<true>;
  /** The failures that somebody has seen in a window, as ending events. */
  readonly seenFailures: MarkMap<string>;
  /** The `KnownPrograms` of accounts, as stored. */
  readonly programs: MarkMap<unknown>;
  /** The accounts whose jobs were seen to run again after an error. */
  private readonly retries: MarkMap<true>;
  /**
   * The keys of jobs that a run of saved exports waits for. The run downloads and reports their results. Only for this
   * session, because the run adds the keys again in the next one.
   */
  readonly awaited = new Set<string>();

  constructor(readonly state: MemoryState) {
    const onChange = (keys: readonly string[]): void => this.changed.fire(keys);
    const stored = { state, onChange };
    this.names = new MarkMap({ ...stored, name: 'impactJobs.names', decode: decodeString });
    this.learnedNames = new MarkMap({ ...stored, name: 'impactJobs.learnedNames', decode: decodeString });
    this.exports = new MarkMap({ ...stored, name: 'impactJobs.exports', decode: decodeParameters });
    this.replays = new MarkMap({ ...stored, name: 'impactJobs.replays', decode: decodeString });
    this.downloads = new MarkMap({ ...stored, name: 'impactJobs.downloads', decode: decodeDownload });
    this.alerts = new MarkMap({ ...stored, name: 'impactJobs.alerts', decode: decodeAlert });
    this.hidden = new MarkMap({ ...stored, name: 'impactJobs.hidden', decode: decodeTrue });
    this.seenFailures = new MarkMap({ ...stored, name: 'impactJobs.seenFailures', decode: decodeString });
    this.programs = new MarkMap({ ...stored, name: 'impactJobs.programs', decode: (value) => value });
    this.retries = new MarkMap({ ...stored, name: 'impactJobs.retries', decode: decodeTrue });
    this.transfers = new MarkMap({
      ...stored,
      name: 'transfers',
      state: sessionState(),
      decode: (mark) => mark as TransferMark | undefined,
    });
    state.onDidChange(onChange);
  }

  onDidChange(listener: (keys: readonly string[]) => void): () => void {
    return this.changed.on(listener);
  }

  marksOf(key: string, programId: string): JobMarks {
    const name = this.names.get(key);
    const learned = name === undefined ? this.learnedNames.get(key) : undefined;
    return {
      name: name ?? learned,
      isNameLearned: learned !== undefined,
      parameters: this.exports.get(key),
      replayOf: this.replays.get(key),
      download: this.downloads.get(key),
      transfer: this.transfers.get(key),
      alert: this.alerts.get(key),
      isHidden: this.hidden.get(key) === true,
      programName: this.programNameOf(key.slice(0, key.indexOf('/')), programId),
    };
  }

  programNameOf(accountId: string, programId: string): string | undefined {
    const names = fieldsOf(fieldsOf(this.programs.get(accountId))['names']);
    return decodeString(names[programId]); // what an object inherits is no text
  }

  hasRetries(accountId: string): boolean {
    return this.retries.get(accountId) === true;
  }

  noteRetries(accountId: string, hasRetries: boolean): void {
    if (hasRetries !== this.hasRetries(accountId)) {
      this.retries.set([[accountId, hasRetries || undefined]]);
    }
  }
}

/** A state that ends with the session. */
function sessionState(): MarkState {
  const values = new Map<string, unknown>();
  return {
    record: () => values,
    set: (_, entries) => {
      for (const [key, value] of entries) {
        values.delete(key);
        if (value !== undefined) {
          values.set(key, value);
        }
      }
    },
  };
}

function decodeTrue(value: unknown): true | undefined {
  return value === true || undefined;
}

function decodeString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function decodeAlert(value: unknown): JobAlert | undefined {
  return JOB_ALERTS.find((alert) => alert === value);
}

function decodeDownload(value: unknown): DownloadMark | undefined {
  const { uri, sizeBytes, atMs, sha256 } = fieldsOf(value);
  const isComplete =
    typeof uri === 'string' && typeof sizeBytes === 'number' && typeof atMs === 'number' && typeof sha256 === 'string';
  return isComplete ? { uri, sizeBytes, atMs, sha256 } : undefined;
}
