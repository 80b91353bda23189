import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CombineSource } from '../combine/combineResults';
import type { Clock } from '../clock';
import { periodIn } from '../reports/periodFilters';
import { pieceName } from '../reports/pieces';
import { type ManifestFile, type ManifestTable, manifestTime } from '../savedExports/manifest';
import { filesInManifest, tablesInManifest } from '../savedExports/writeManifest';
import type { DrivenRun } from './drivenRun';
import { isUnchanged } from './keptPieces';
import { membersIn, type Run, type RunMember, type RunTable } from './run';
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
    for (const table of driven.run.tables ?? []) {
      if (table.isSettled !== true) {
        await this.writeOne(driven, table);
      }
    }
  }

  private async writeOne(driven: DrivenRun, table: RunTable): Promise<void> {
    const { ports } = this.options;
    const { run, abort } = driven;
    const members = membersIn(run, 'done').filter(
      (member) => member.file !== undefined && (table.export ?? member.export) === member.export,
    );
    if (members.length === 0 || abort.signal.aborted || run.remoteFolder !== undefined) {
      driven.settleTable(table, {});
      return;
    }
    try {
      await ports.checkFolder(run.folder);
      await this.combine(driven, table, members);
    } catch (error) {
      if (!abort.signal.aborted) {
        ports.onProblem("Can't combine results", error);
      }
      driven.settleTable(table, abort.signal.aborted ? {} : { sentence: ports.combineProblem(error) });
    }
  }

  private async combine(driven: DrivenRun, table: RunTable, members: readonly RunMember[]): Promise<void> {
    const { ports, clock } = this.options;
    const { run, abort } = driven;
    const files = await filesInManifest(run.folder);
    const sources = members.map((member) => this.sourceOf(run, member, files));
    const isOurs = (known: ManifestTable): boolean =>
      known.export === (table.export ?? null) && known.set === setOf(run) && known.format === table.format;
    const last = (await tablesInManifest(run.folder)).filter(isOurs).at(-1);
    const { combineResults } = await import('../combine/combineResults');
    const combined = await combineResults({
      sources,
      folder: run.folder,
      name: `${table.export ?? run.name} combined`,
      format: table.format,
      key: table.key,
      // A table that someone has changed stays.
      replaces: last !== undefined && (await isUnchanged(run.folder, last)) ? last.file : undefined,
      signal: abort.signal,
    });
    const { bytes, rows, sha256, columns, replacedRows, sourceRows } = combined;
    driven.settleTable(table, {
      file: { uri: pathToFileURL(combined.path).href, bytes, rows },
      sourceCount: sourceRows.filter((count) => count !== undefined).length,
      notes: ports.combineNotes(combined),
    });
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
        sources: sources.map((source, index) => ({
          file: path.basename(source.path),
          rows: sourceRows[index] ?? null,
        })),
        writtenAt: manifestTime(clock.now()),
      },
    });
  }

  private sourceOf(run: Run, member: RunMember, files: readonly ManifestFile[]): CombineSource {
    const { ports } = this.options;
    const file = fileURLToPath(member.file?.uri ?? '');
    const job = files.filter((known) => known.file === path.basename(file)).at(-1)?.job;
    const days = member.piece ?? periodIn(member.parameters?.filters ?? {});
    return {
      path: file,
      client: member.client ?? ports.accountOf(member.accountId)?.sid ?? '',
      period: days === undefined ? '' : pieceName(days),
      madeAtMs: Date.parse(job?.completedAt ?? job?.createdAt ?? '') || run.startedAtMs,
      choice: ports.choiceOf(member),
    };
  }
}

function setOf({ name, isSet }: Run): string | null {
  return isSet ? name : null;
}
