import path from 'node:path';
import type { Clock } from '../clock';
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

/** A downloaded file and the job that it comes from. */
export interface ReceivedFile {
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

/** Keeps the manifest in a run's folder up to date: the source of each file, and the outcome of every member. */
export class RunManifest {
  /** The last write in each folder. The lock of the manifest is for other processes. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly options: RunManifestOptions) {}

  /**
   * Writes the members as they are at that time, and the entry of a new file. Never throws, because a manifest that
   * can't be written takes no result away. Returns the reason, for people.
   */
  note(run: () => Run, written: Written): Promise<string | undefined> {
    const { folder } = run();
    const turn = (this.turns.get(folder) ?? Promise.resolve()).then(() => this.write(run(), written));
    this.turns.set(folder, turn);
    return turn;
  }

  private async write(run: Run, { file, table }: Written): Promise<string | undefined> {
    if (run.remoteFolder !== undefined) {
      return undefined;
    }
    const { ports, clock } = this.options;
    try {
      await ports.checkFolder(run.folder);
      const members = run.members.map((member) => memberEntry(run, member, ports.accountOf(member.accountId)?.sid));
      const kept = await noteInManifest(run.folder, { members, file: file && this.fileEntry(run, file), table }, clock);
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
