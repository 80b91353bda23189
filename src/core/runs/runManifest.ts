import path from 'node:path';
import { type Clock, delay } from '../clock';
import type { Job } from '../jobs/job';
import {
  type ManifestFile,
  type ManifestMember,
  type ManifestState,
  type ManifestTable,
  manifestTime,
} from '../savedExports/manifest';
import { noteInManifest } from '../savedExports/writeManifest';
import type { MemberState, Run, RunMember } from './run';
import type { DownloadOutcome, RunPorts } from './runPorts';

const STATES: Readonly<Record<MemberState, ManifestState>> = {
  planned: 'waiting',
  waiting: 'waiting',
  downloading: 'waiting',
  paused: 'waiting',
  done: 'downloaded',
  failed: 'failed',
  cancelled: 'cancelled',
  skipped: 'skipped',
};

/** A run with so many members has a large manifest, which isn't written again for each of them. */
const LARGE_RUN = 100;
/** The shortest time between two writes of a large manifest. */
const PAUSE_MS = 1_000;

/** A downloaded file and the job that it comes from. */
export interface ReceivedFile {
  /** The member with its file. */
  readonly member: RunMember;
  readonly job: Job;
  readonly received: Extract<DownloadOutcome, { readonly kind: 'downloaded' }>;
  readonly rows: number | undefined;
}

/** A new file in the run's folder. */
export interface Written {
  readonly file?: ReceivedFile;
  readonly table?: ManifestTable;
}

export interface RunManifestOptions {
  readonly ports: Pick<RunPorts, 'accountOf' | 'checkFolder' | 'errorSentence' | 'onProblem'>;
  readonly clock: Clock;
}

/** What is to be written to a manifest in one step. */
interface Batch {
  readonly all: Written[];
  /** Ends the pause before the write. */
  readonly haste: AbortController;
  readonly outcome: Promise<string | undefined>;
}

/**
 * Keeps the manifest in a run's folder up to date: the source of each file, and the outcome of every member. What
 * happens during a write, or soon after one of a large manifest, is written together, so that a run of thousands of
 * files doesn't write thousands of entries for each of them.
 */
export class RunManifest {
  /** The last write in each folder. The lock of the manifest is for other processes. */
  private readonly turns = new Map<string, Promise<unknown>>();
  /** What has yet to be written, by the ID of the run. */
  private readonly batches = new Map<string, Batch>();
  /** When the manifest was last written, by the ID of the run, in milliseconds since the epoch. */
  private readonly writtenMs = new Map<string, number>();

  constructor(private readonly options: RunManifestOptions) {}

  /**
   * Writes the members as they are at the time of the write, and the entry of a new file. It's on the disk when this
   * resolves: at once if `isUrgent`. Never throws, because a manifest that can't be written takes no result away.
   * Returns the reason, for people.
   */
  note(run: () => Run, written: Written, isUrgent: boolean): Promise<string | undefined> {
    const batch = this.batches.get(run().id) ?? this.begin(run);
    batch.all.push(written);
    if (isUrgent) {
      batch.haste.abort();
    }
    return batch.outcome;
  }

  /** Writes now what has yet to be written. */
  hurry(runId: string): void {
    this.batches.get(runId)?.haste.abort();
  }

  private begin(run: () => Run): Batch {
    const { id, folder } = run();
    const all: Written[] = [];
    const haste = new AbortController();
    const outcome = (this.turns.get(folder) ?? Promise.resolve())
      .then(() => this.pause(run(), haste.signal))
      .then(() => {
        this.batches.delete(id);
        return this.write(run(), all);
      })
      .finally(() => this.writtenMs.set(id, this.options.clock.now()));
    this.turns.set(folder, outcome);
    this.batches.set(id, { all, haste, outcome });
    return { all, haste, outcome };
  }

  private async pause({ id, members }: Run, haste: AbortSignal): Promise<void> {
    const { clock } = this.options;
    const nextMs = (this.writtenMs.get(id) ?? -Infinity) + PAUSE_MS;
    const leftMs = Math.min(PAUSE_MS, nextMs - clock.now());
    if (members.length >= LARGE_RUN && leftMs > 0 && !haste.aborted) {
      await delay(clock, leftMs, haste).catch(() => undefined);
    }
  }

  private async write(run: Run, all: readonly Written[]): Promise<string | undefined> {
    if (run.remoteFolder !== undefined) {
      return undefined;
    }
    const { ports, clock } = this.options;
    try {
      await ports.checkFolder(run.folder);
      const received = all.flatMap(({ file }) => file ?? []);
      // A member has its file in the manifest before it counts as done, so that a killed process loses no entry.
      const done = new Map(received.map(({ member }) => [member.id, member]));
      const members = run.members.map((known) => {
        const member = done.get(known.id) ?? known;
        return memberEntry(run, member, ports.accountOf(member.accountId)?.sid);
      });
      const files = received.flatMap((file) => this.fileEntry(run, file) ?? []);
      const tables = all.flatMap(({ table }) => table ?? []);
      const kept = await noteInManifest(run.folder, { members, files, tables }, clock);
      if (kept !== undefined) {
        ports.onProblem(`Can't read the manifest. It was renamed to ${kept}`, undefined);
      }
      return undefined;
    } catch (error) {
      ports.onProblem("Can't write the manifest", error);
      return ports.errorSentence(error);
    }
  }

  private fileEntry(run: Run, { member, job, received, rows }: ReceivedFile): ManifestFile | undefined {
    const { parameters } = member;
    if (parameters === undefined || received.path === undefined) {
      return undefined;
    }
    const account = this.options.ports.accountOf(member.accountId);
    return {
      file: path.basename(received.path),
      bytes: received.bytes,
      sha256: received.sha256,
      rows: rows ?? null,
      export: member.export,
      set: setOf(run),
      report: { id: parameters.reportId, name: parameters.reportName },
      format: parameters.format,
      parameters: parameters.filters,
      period: member.period ?? null,
      ...(member.piece !== undefined && { piece: member.piece }),
      account: {
        sid: account?.sid ?? '',
        kind: account?.kind ?? '',
        ...(member.client !== undefined && { name: member.client }),
      },
      job: {
        id: job.id,
        existedBefore: member.job?.isExisting === true,
        replayOf: member.job?.replayOf ?? null,
        createdAt: manifestTime(job.createdAt),
        startedAt: manifestTime(job.startedAt),
        completedAt: manifestTime(job.completedAt),
      },
      runAt: manifestTime(run.startedAtMs),
      downloadedAt: manifestTime(this.options.clock.now()),
    };
  }
}

function memberEntry(
  run: Run,
  { export: name, client, piece, state, file, sentence, job, parameters }: RunMember,
  sid: string | undefined,
): ManifestMember {
  return {
    export: name,
    set: setOf(run),
    // An account that isn't signed in is only known by what the file calls it.
    ...(client !== undefined && { account: sid ?? client }),
    ...(piece !== undefined && { piece }),
    state: STATES[state],
    file: file === undefined ? null : decodeURIComponent(path.posix.basename(new URL(file.uri).pathname)),
    reason: STATES[state] === 'downloaded' ? null : (sentence ?? null),
    job: job?.id ?? null,
    report: parameters === undefined ? null : { id: parameters.reportId, name: parameters.reportName },
    parameters: parameters?.filters ?? null,
    runAt: manifestTime(run.startedAtMs),
  };
}

function setOf({ name, isSet }: Run): string | null {
  return isSet ? name : null;
}
