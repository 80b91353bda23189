import path from 'node:path';
import { DEFAULTS } from '../../core/defaults';
import { EXPORT_FORMATS, type ExportFormat } from '../../core/reports/exportRequest';
import type { Filters } from '../../core/reports/filterValues';
import { isSavedPeriod, PERIODS, type SavedPeriod } from '../../core/reports/period';
import { type PieceLength, PIECES } from '../../core/reports/pieces';
import { ExportReading } from '../../core/savedExports/readSavedExport';
import {
  COMBINED_FORMATS,
  type CombinedFormat,
  EXISTING_JOB_RULES,
  type ExistingJobRule,
  type SavedExport,
  type SavedExportProblem,
} from '../../core/savedExports/savedExport';
import { ENGLISH } from '../../core/words/language';
import { savedProblemInWords } from '../../core/words/savedProblemInWords';
import type { CliCommand } from '../cli';
import { CliError } from '../cliError';
import { oneOf, wholeNumber } from '../optionValues';
import { requireInside } from '../requireInside';
import { TIME_ZONE_OPTION } from '../runZone';
import { PLACE_OPTIONS } from './download';
import { planAndDrive } from './run';
import { TIMEOUT_OPTION } from './wait';

interface ExportOptions {
  readonly period?: SavedPeriod;
  readonly format: ExportFormat;
  readonly existingJob: ExistingJobRule;
  readonly pieces?: PieceLength;
  readonly refresh?: number;
  readonly combine?: CombinedFormat;
  readonly key?: readonly string[];
  readonly folder: string;
  readonly name: string;
  readonly timeZone?: string;
  readonly dryRun?: true;
  readonly resume?: true;
  readonly timeout: number;
}

export const exportReport: CliCommand<ExportOptions> = {
  name: 'export',
  takes: '<report> [filter=value...]',
  about: 'Export one report: schedule, wait, download, and write the manifest.',
  options: [
    {
      flags: '--period <period>',
      about: `one of ${PERIODS.join(', ')}, or days, such as 2026-01-01..2026-06-30`,
      read: readPeriod,
    },
    {
      flags: '--format <format>',
      about: EXPORT_FORMATS.join(', '),
      read: oneOf('--format', EXPORT_FORMATS),
      fallback: 'CSV',
    },
    {
      flags: '--existing-job <rule>',
      about: 'use or replay the job of an earlier export with the same filters',
      read: oneOf('--existing-job', EXISTING_JOB_RULES),
      fallback: 'use',
    },
    {
      flags: '--pieces <length>',
      about: `cut the period into exports of one ${PIECES.join(', ')} each; what is there already isn't exported again`,
      read: oneOf('--pieces', PIECES),
    },
    {
      flags: '--refresh <n>',
      about: 'export the newest pieces again, because rows change late',
      read: wholeNumber('--refresh', 0, 2000),
    },
    {
      flags: '--combine <format>',
      about: `write one table out of all results: ${COMBINED_FORMATS.join(', ')}`,
      read: oneOf('--combine', COMBINED_FORMATS),
    },
    {
      flags: '--key <titles>',
      about: 'the columns that identify a row in the table, of which only the newest stays: Action_Id,Status',
      read: (text) => text.split(',').map((title) => title.trim()),
    },
    ...PLACE_OPTIONS,
    TIME_ZONE_OPTION,
    { flags: '--dry-run', about: 'only show what would be requested' },
    { flags: '--resume', about: 'continue what an earlier run left, instead of starting again' },
    TIMEOUT_OPTION,
  ],
  async run(cli, [reportId = '', ...filters], options) {
    const { period, format, existingJob, folder, name, pieces, refresh, combine: combined, key } = options;
    if (key !== undefined && combined === undefined) {
      throw new CliError('usage', '--key needs --combine.');
    }
    const row = {
      name: reportId,
      reportId,
      format,
      period,
      filters: readFilters(filters),
      fileName: name,
      existingJob,
      pieces,
      refresh,
      combine: combined && { format: combined, key },
    };
    const saved = readExport(row);
    const results = path.resolve(cli.folder, folder);
    const root = folder === DEFAULTS.folder ? cli.folder : results;
    await requireInside(results, root);
    const { timeZone: chosenZone, dryRun: isDryRun, resume: isResuming, timeout } = options;
    return planAndDrive(cli, [{ kind: 'export', saved }], { results, root, chosenZone, isDryRun, isResuming, timeout });
  },
};

/** Reads `lastMonth`, in any case, or `2026-01-01..2026-06-30`. Throws a sentence. */
function readPeriod(text: string): SavedPeriod {
  const [from = '', to = '', ...others] = text.split('..');
  const days = { from, to };
  if (others.length === 0 && isSavedPeriod(days)) {
    return days;
  }
  if (text.includes('..')) {
    throw new CliError(
      'usage',
      `--period takes days such as 2026-01-01..2026-06-30, the first one first, not "${text}".`,
    );
  }
  return oneOf('--period', PERIODS)(text);
}

/** Reads the arguments by the rules of the file. Throws a sentence for the first mistake. */
function readExport(row: Readonly<Record<string, unknown>>): SavedExport {
  const problems: SavedExportProblem[] = [];
  const saved = new ExportReading(row, [], problems).read();
  const [problem] = problems;
  if (problem?.kind === 'secret') {
    throw new CliError('usage', `${problem.path.at(-1)} looks like a secret. Credentials come from the environment.`);
  }
  if (saved === undefined || problem !== undefined) {
    throw new CliError('usage', problem === undefined ? 'Name a report.' : savedProblemInWords(problem, ENGLISH));
  }
  return saved;
}

/** `SUBAID=4187` for each filter. One that is given again takes several values. */
function readFilters(texts: readonly string[]): Filters {
  const filters = new Map<string, string[]>();
  for (const text of texts) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === '') {
      throw new CliError('usage', `A filter is NAME=VALUE, such as SUBAID=4187, not "${text}".`);
    }
    filters.set(name, [...(filters.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...filters].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
