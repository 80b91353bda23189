import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CombineSource } from '../combine/combinedTable';
import { isNumberOf, tableFileName } from '../combine/tableFileName';
import type { Clock } from '../clock';
import { periodIn } from '../reports/periodFilters';
import { pieceName } from '../reports/pieces';
import { type ManifestFile, type ManifestTable, manifestTime } from '../savedExports/manifest';
import { filesInManifest, tablesInManifest } from '../savedExports/writeManifest';
import type { DrivenRun } from './drivenRun';
import { isUnchanged, lastFileOf } from './keptPieces';
import { hashFile } from '../download/fileHasher';
import type { Run, RunMember, RunTable } from './run';
import type { RunPorts } from './runPorts';

export interface RunTablesOptions {
  readonly ports: RunPorts;
  readonly clock: Clock;
}

/** Writes the tables of a run whose members have ended, out of the results that are there. */
export class RunTables {
  constructor(private readonly options: RunTablesOptions) {}

  /** Never throws: a table that can't be written takes no result away. */
  async write(driven: DrivenRun): Promise<void> {
    for (const [index, table] of (driven.run.tables ?? []).entries()) {
      if (table.isSettled !== true) {
        await this.writeOne(driven, table, `${driven.run.id}-${index}`);
      }
    }
  }

  private async writeOne(driven: DrivenRun, table: RunTable, token: string): Promise<void> {
    const { ports } = this.options;
    const { run, abort } = driven;
    const members = run.members.filter((member) => (table.export ?? member.export) === member.export);
    if (!members.some(isDownloaded) || abort.signal.aborted || run.remoteFolder !== undefined) {
      driven.settleTable(table, {});
      return;
    }
    try {
      await ports.checkFolder(run.folder);
      await this.combine(driven, table, members, token);
    } catch (error) {
      if (!abort.signal.aborted) {
        ports.onProblem("Can't combine results", error);
      }
      driven.settleTable(table, abort.signal.aborted ? {} : { sentence: ports.combineProblem(error) });
    }
  }

  private async combine(
    driven: DrivenRun,
    table: RunTable,
    members: readonly RunMember[],
    token: string,
  ): Promise<void> {
    const { ports, clock } = this.options;
    const { run, abort } = driven;
    const files = await filesInManifest(run.folder);
    const found = await Promise.all(members.map((member) => this.sourceOf(run, member, files)));
    const sources = found.filter((source) => source !== undefined);
    const name = tableName(table.export ?? run.name, members);
    const isOurs = (known: ManifestTable): boolean =>
      known.export === (table.export ?? null) &&
      known.set === setOf(run) &&
      known.format === table.format &&
      isNumberOf(known.file, tableFileName(name, table.format));
    const last = (await tablesInManifest(run.folder)).filter(isOurs).at(-1);
    const { combineResults } = await import('../combine/combineResults');
    const combined = await combineResults({
      sources,
      folder: run.folder,
      name,
      format: table.format,
      key: table.key,
      // A table that someone has changed stays.
      replaces: last !== undefined && (await isUntouched(run.folder, last)) ? last.file : undefined,
      token,
      thread: ports.combineThread,
      signal: abort.signal,
    });
    const counts = {
      wished: members.length,
      missing: members.length - sources.length,
      earlier: sources.length - members.filter(isDownloaded).length,
    };
    const { bytes, rows, sha256, columns, replacedRows, sourceRows, met } = combined;
    // In the manifest before it counts as written, so that a killed process loses no entry.
    await driven.note({
      table: {
        file: path.basename(combined.path),
        bytes,
        sha256,
        rows,
        format: table.format,
        export: table.export ?? null,
        set: setOf(run),
        columns,
        key: table.key,
        replacedRows,
        missingResults: counts.missing,
        ...(met !== undefined && { currencies: met.currencies, currencyColumn: met.column }),
        sources: sources.map((source, index) => ({
          file: path.basename(source.path),
          rows: sourceRows[index] ?? null,
          ...(met !== undefined && { currency: source.currency || null }),
        })),
        writtenAt: manifestTime(clock.now()),
      },
    });
    driven.settleTable(table, {
      file: { uri: pathToFileURL(combined.path).href, bytes, rows },
      sourceCount: sourceRows.filter((count) => count !== undefined).length,
      notes: ports.combineNotes(combined, counts),
    });
  }

  /** The result of a member. Of a piece that couldn't be exported again, the one from an earlier run. */
  private async sourceOf(
    run: Run,
    member: RunMember,
    files: readonly ManifestFile[],
  ): Promise<CombineSource | undefined> {
    const { ports } = this.options;
    const account = ports.accountOf(member.accountId);
    const sid = account?.sid;
    const file = member.file && path.basename(fileURLToPath(member.file.uri));
    const entry =
      file === undefined
        ? member.piece && (await lastFileOf(run, member, files, sid))
        : files.filter((known) => known.file === file).at(-1);
    const name = file ?? entry?.file;
    if (name === undefined) {
      return undefined;
    }
    const days = member.piece ?? periodIn(member.parameters?.filters ?? {});
    return {
      path: path.join(run.folder, name),
      client: member.client ?? sid ?? '',
      period: days === undefined ? '' : pieceName(days),
      lastDay: days?.end ?? '',
      currency: account?.currency ?? '',
      madeAtMs: madeAt(entry) ?? run.startedAtMs,
      choice: ports.choiceOf(member),
    };
  }
}

/**
 * `Actions combined 2026-10`, so that the table of another month doesn't replace it. A table of pieces, whose period
 * grows, keeps one name.
 */
function tableName(name: string, members: readonly RunMember[]): string {
  const days = members.map(({ piece, parameters }) =>
    piece === undefined ? periodIn(parameters?.filters ?? {}) : undefined,
  );
  const starts = days.flatMap((range) => range?.start ?? []).sort();
  const ends = days.flatMap((range) => range?.end ?? []).sort();
  const [start, end] = [starts[0], ends.at(-1)];
  const isDated = start !== undefined && end !== undefined && members.every(({ piece }) => piece === undefined);
  return `${name} combined${isDated ? ` ${pieceName({ start, end }).replace('/', ' - ')}` : ''}`;
}

/**
 * When the result's run started: its results are equally new, whichever job was done first. Of a result that existed
 * before its run, when impact.com made it.
 */
function madeAt(entry: ManifestFile | undefined): number | undefined {
  const { job, runAt = '' } = entry ?? {};
  const atMs = Date.parse(job?.existedBefore === true ? (job.completedAt ?? job.createdAt ?? runAt) : runAt);
  return Number.isNaN(atMs) ? undefined : atMs;
}

function isDownloaded({ state, file }: RunMember): boolean {
  return state === 'done' && file !== undefined;
}

/** Whether a table is as it was written. Someone can change a digit, so its length says too little. */
async function isUntouched(folder: string, table: ManifestTable): Promise<boolean> {
  return (
    (await isUnchanged(folder, table)) &&
    (await hashFile(path.join(folder, table.file)).then(
      ({ sha256 }) => sha256 === table.sha256,
      () => false,
    ))
  );
}

function setOf({ name, isSet }: Run): string | null {
  return isSet ? name : null;
}
