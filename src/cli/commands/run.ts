import path from 'node:path';
import { type Account, accountRef } from '../../core/account';
import { DEFAULTS } from '../../core/defaults';
import { filledFilters } from '../../core/reports/exportRequest';
import { PeriodLookups } from '../../core/reports/periodLookups';
import { memberLabel } from '../../core/runs/memberNames';
import { allClients } from '../../core/runs/planMembers';
import type { RunPlan } from '../../core/runs/run';
import type { Runnable } from '../../core/runs/runFolder';
import { ENGLISH } from '../../core/words/language';
import { type SavedExport, SAVED_EXPORTS_FILE } from '../../core/savedExports/savedExport';
import type { Cli, CliCommand } from '../cli';
import { CliError } from '../cliError';
import { resolveAt } from '../cliRunPorts';
import { shownPath } from '../downloading';
import { EXIT, type ExitCode } from '../exitCode';
import { requireInside } from '../requireInside';
import { driveRuns } from '../running';
import { forAccounts, runAccounts } from '../runAccounts';
import { exportsOf, findRunnable, planRun } from '../runPlan';
import { lookUpZone, runZone, TIME_ZONE_OPTION, zoneOfExport } from '../runZone';
import { findSavedExportsFile, readSavedExportsFile } from '../savedExportsFile';
import type { Session } from '../session';
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
    return planAndDrive(cli, found, { results, root, chosenZone, isDryRun: dryRun, isResuming: resume, timeout });
  },
};

export interface DriveOptions {
  readonly results: string;
  /** Nothing is written outside of it. */
  readonly root: string;
  readonly chosenZone: string | undefined;
  readonly isDryRun: true | undefined;
  readonly isResuming: true | undefined;
  /** In minutes. */
  readonly timeout: number;
}

/** Plans runs for the accounts that they name, and drives them, or only says what they would ask for. */
export async function planAndDrive(
  cli: Cli,
  runnables: readonly Runnable[],
  { results, root, chosenZone, isDryRun, isResuming, timeout }: DriveOptions,
): Promise<ExitCode> {
  const found = runnables.map((one) => forAccounts(one, cli.accountRefs));
  const asked = isResuming === true ? [] : found.flatMap(exportsOf);
  const { main, accounts } = await runAccounts(cli, asked);
  const timeZone = await runZone(cli, main, needsZone(asked, accounts), chosenZone);
  const nowMs = main.clock.now();
  const plans = found.map((one) => planRun(one, { accounts, results, nowMs, timeZone }));
  for (const plan of plans) {
    await requireInside(plan.folder, root);
  }
  const others = accounts.filter(({ id }) => id !== main.account.id).map((account) => main.sessionFor(account));
  return isDryRun
    ? sayPlans(cli, main, others, plans)
    : driveRuns(cli, main, { others, plans, isResuming: isResuming === true, results, root, timeoutMinutes: timeout });
}

/** The exports whose days depend on a time zone that not all of their accounts tell. */
function needsZone(exports: readonly SavedExport[], accounts: readonly Account[]): readonly SavedExport[] {
  const used = (saved: SavedExport): readonly Account[] => (saved.accounts === 'all' ? allClients(accounts) : accounts);
  return exports.filter((saved) => used(saved).some(({ timeZone }) => timeZone === undefined));
}

/** Says what a run would ask for. Asks impact.com for the filters of reports, but for no export. */
async function sayPlans(
  cli: Cli,
  main: Session,
  others: readonly Session[],
  plans: readonly RunPlan[],
): Promise<ExitCode> {
  const { terminal, folder, signal } = cli;
  const lookups = new PeriodLookups(main.clock);
  let code: ExitCode = EXIT.done;
  for (const plan of plans) {
    for (const { export: name, accountId, client, piece, saved, skipped, ...member } of plan.members) {
      if (skipped !== undefined || saved === undefined) {
        code = EXIT.failed;
        terminal.problem(skipped ?? name);
        continue;
      }
      const session = others.find(({ account }) => account.id === accountId) ?? main;
      const label = memberLabel({ export: name, ...(client && { client }), ...(piece && { piece }) }, ENGLISH.locale);
      const timeZone = member.timeZone ?? (await zoneOfExport(saved, () => lookUpZone(cli, session)));
      const { parameters, period } = await resolveAt(
        session.clock.now(),
        session,
        { saved, timeZone, piece },
        signal,
        lookups,
      );
      const { reportId, format, filters } = parameters;
      const shown = filledFilters(parameters).map(([filter, values]) => `${filter}=${values.join(',')}`);
      terminal.result(
        {
          kind: 'plan',
          run: plan.name,
          export: name,
          ...(client !== undefined && { account: accountRef(session.account), client }),
          reportId,
          format,
          filters,
          folder: plan.folder,
          ...(period !== undefined && { timeZone: period.timeZone }),
        },
        `${label}: ${reportId} as ${format} to ${shownPath(folder, plan.folder) || '.'}: ${shown.join(' ')}`.trimEnd(),
      );
    }
  }
  return code;
}
