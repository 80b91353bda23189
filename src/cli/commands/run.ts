import path from 'node:path';
import { DEFAULTS } from '../../core/defaults';
import { filledFilters } from '../../core/reports/exportRequest';
import type { RunPlan } from '../../core/runs/run';
import { SAVED_EXPORTS_FILE } from '../../core/savedExports/savedExport';
import type { Cli, CliCommand } from '../cli';
import { CliError } from '../cliError';
import { resolveAt } from '../cliRunPorts';
import { shownPath } from '../downloading';
import { EXIT, type ExitCode } from '../exitCode';
import { requireInside } from '../requireInside';
import { driveRuns } from '../running';
import { exportsOf, findRunnable, planRun } from '../runPlan';
import { lookUpZone, runZone, TIME_ZONE_OPTION, zoneOfExport } from '../runZone';
import { findSavedExportsFile, readSavedExportsFile } from '../savedExportsFile';
import { FILE_OPTION } from './check';
import { TIMEOUT_OPTION } from './wait';

interface RunOptions {
  readonly file?: string;
  readonly folder?: string;
  readonly timeZone?: string;
  readonly dryRun?: true;
  readonly resume?: true;
  readonly timeout: number;
}

export const run: CliCommand<RunOptions> = {
  name: 'run',
  takes: '[name...]',
  about: 'Run saved exports and sets: schedule, wait, download, and write the manifest.',
  options: [
    FILE_OPTION,
    { flags: '--folder <folder>', about: `the folder for results (default: ${DEFAULTS.folder} beside the file)` },
    TIME_ZONE_OPTION,
    { flags: '--dry-run', about: 'only show what would be requested' },
    { flags: '--resume', about: 'continue what an earlier run left, instead of starting again' },
    TIMEOUT_OPTION,
  ],
  async run(cli, names, { file: given, folder, timeZone: chosenZone, dryRun, resume, timeout }) {
    if (names.length === 0 && resume !== true) {
      throw new CliError('usage', 'Name the saved exports or sets to run.');
    }
    const file = given === undefined ? findSavedExportsFile(cli.folder) : path.resolve(cli.folder, given);
    if (file === undefined) {
      throw new CliError(
        'usage',
        `There's no ${SAVED_EXPORTS_FILE} in ${cli.folder} or above it. Name it with --file.`,
      );
    }
    const saved = await readSavedExportsFile(file);
    const results =
      folder === undefined ? path.join(path.dirname(file), DEFAULTS.folder) : path.resolve(cli.folder, folder);
    const root = folder === undefined ? path.dirname(file) : results;
    await requireInside(results, root);
    const found = names.map((name) => findRunnable(saved, name, shownPath(cli.folder, file)));
    const session = await cli.session();
    const timeZone = await runZone(cli, session, resume === true ? [] : found.flatMap(exportsOf), chosenZone);
    const nowMs = session.clock.now();
    const plans = found.map((one) => planRun(one, { account: session.account, results, nowMs, timeZone }));
    for (const plan of plans) {
      await requireInside(plan.folder, root);
    }
    return dryRun
      ? sayPlans(cli, plans)
      : driveRuns(cli, session, { plans, isResuming: resume === true, results, root, timeoutMinutes: timeout });
  },
};

/** Says what a run would ask for. Asks impact.com for the filters of reports, but for no export. */
export async function sayPlans(cli: Cli, plans: readonly RunPlan[]): Promise<ExitCode> {
  const { terminal, folder, signal } = cli;
  const session = await cli.session();
  let code: ExitCode = EXIT.done;
  for (const plan of plans) {
    for (const { export: name, saved, skipped, ...member } of plan.members) {
      if (skipped !== undefined || saved === undefined) {
        code = EXIT.failed;
        terminal.problem(skipped ?? name);
        continue;
      }
      const timeZone = member.timeZone ?? (await zoneOfExport(saved, () => lookUpZone(cli, session)));
      const { parameters, period } = await resolveAt(session.clock.now(), session, { saved, timeZone }, signal);
      const { reportId, format, filters } = parameters;
      const shown = filledFilters(parameters).map(([filter, values]) => `${filter}=${values.join(',')}`);
      terminal.result(
        {
          kind: 'plan',
          run: plan.name,
          export: name,
          reportId,
          format,
          filters,
          folder: plan.folder,
          ...(period !== undefined && { timeZone: period.timeZone }),
        },
        `${name}: ${reportId} as ${format} to ${shownPath(folder, plan.folder) || '.'}: ${shown.join(' ')}`.trimEnd(),
      );
    }
  }
  return code;
}
