import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import { ToolInput } from '../../core/agent/toolInput';
import { quotedText } from '../../core/agent/visibleText';
import type { Job } from '../../core/jobs/job';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { findReports } from '../../core/reports/findReports';
import { EXPORT_FORMATS } from '../../core/reports/exportRequest';
import { takesMany, valuesOf } from '../../core/reports/filterValues';
import { accountFor } from '../exports/exportArgument';
import { ReportCatalog } from '../exports/reportCatalog';
import { type CommandId, commandId, type ToolName } from '../ids';
import type { AgentJobs, AgentToolsOptions } from './agentJobs';
import type { AgentTool } from './agentTool';
import { RUN_FIELDS } from './freshExport';

/** How many characters of a model's text a question shows. Longer texts are cut, with a mark. */
const MAX_VALUE_CHARS = 100;
const MAX_FILTER_NAME_CHARS = 60;
/** How many reports of a catalog a model gets at once. */
const MAX_REPORTS = 25;

/** The tools that change or write something. They ask first, and use the commands as if the user had run them. */
export function actingTools(
  options: AgentToolsOptions,
  jobs: AgentJobs,
): Pick<Readonly<Record<ToolName, AgentTool>>, `impactJobs_${'export' | 'replay' | 'download'}`> {
  const { store } = options;
  const runOn = <T>(command: CommandId, { accountId, job }: JobEntry): Thenable<T> =>
    vscode.commands.executeCommand<T>(commandId(command), { jobId: job.id, accountId });
  return {
    impactJobs_export: exportTool(options, jobs),

    impactJobs_replay: {
      effect: 'changes',
      progress: () => vscode.l10n.t('Replaying an impact.com job'),
      async question(input) {
        const entry = await jobs.find(input);
        const consequence =
          jobs.accountOf(entry).kind === 'agency'
            ? vscode.l10n.t('This creates a new job.')
            : vscode.l10n.t('The same job is queued again, and its new result replaces the current one.');
        return {
          title: vscode.l10n.t('Replay a Job'),
          message: `${vscode.l10n.t('Replay {0} at impact.com?', jobs.nameOf(entry))} ${consequence}`,
        };
      },
      async run(input) {
        const entry = await jobs.find(input);
        const { id } = await runOn<Job>('replay', entry);
        return jobs.describeById(entry.accountId, id) ?? { jobId: id };
      },
    },

    impactJobs_download: {
      effect: 'adds',
      progress: () => vscode.l10n.t('Downloading the result of an impact.com job'),
      async question(input) {
        return {
          title: vscode.l10n.t('Download a Result'),
          message: vscode.l10n.t('Download the result of {0} to the workspace?', jobs.nameOf(await jobs.find(input))),
        };
      },
      async run(input, signal) {
        const entry = await jobs.find(input);
        const onAbort = (): void => void runOn('cancelDownload', entry).then(undefined, () => undefined);
        signal.addEventListener('abort', onAbort);
        const uri = await runOn<vscode.Uri | undefined>('download', entry);
        signal.removeEventListener('abort', onAbort);
        const mark = store.entry(entry.accountId, entry.job.id)?.download;
        return uri === undefined
          ? { outcome: 'cancelled' }
          : { file: uri.toString(), ...(mark && { sizeBytes: mark.sizeBytes, sha256: mark.sha256 }) };
      },
    },
  };
}

/**
 * Schedules an export. A model that doesn't know what's available omits arguments: without a report, it gets the list
 * of reports; without filters, it gets the report's filters. Then nothing is scheduled.
 */
function exportTool({ accounts, watchers, clock }: AgentToolsOptions, jobs: AgentJobs): AgentTool {
  const catalog = new ReportCatalog(clock);
  const read = (input: unknown) => {
    const fields = new ToolInput(input);
    fields.refuse([...RUN_FIELDS, 'periods', 'accounts'], 'goes with impactJobs_run, which takes a "reportId" too');
    const account = accountFor(accounts, fields.optionalText('accountSid'));
    const hasFilters = (fieldsOf(input)['filters'] ?? undefined) !== undefined;
    return {
      account,
      reportId: fields.optionalText('reportId'),
      search: fields.optionalText('search') ?? '',
      format: fields.optionalOneOf('format', EXPORT_FORMATS) ?? 'CSV',
      filters: hasFilters ? fields.filters('filters') : undefined,
    };
  };
  return {
    effect: 'adds',
    progress: () => vscode.l10n.t('Scheduling an export at impact.com'),
    // Async, so that an input that doesn't fit rejects as with the other tools.
    async question(input) {
      const { account, reportId, format, filters } = await Promise.resolve(input).then(read);
      if (reportId === undefined || filters === undefined) {
        return undefined;
      }
      const values = Object.entries(filters).map(
        ([name, value]) =>
          `${quotedText(name, MAX_FILTER_NAME_CHARS)}=${quotedText(valuesOf(value).join(', '), MAX_VALUE_CHARS)}`,
      );
      const message = vscode.l10n.t(
        "Export {0} as {1} with the account {2}? This creates a new job and uses one of today's exports. {3}",
        quotedText(reportId, MAX_VALUE_CHARS),
        format,
        quotedText(account.name, MAX_VALUE_CHARS),
        values.join(', '),
      );
      return { title: vscode.l10n.t('Export a Report'), message };
    },
    async run(input, signal) {
      const { account, reportId, search, format, filters } = read(input);
      if (reportId === undefined) {
        const { items, rest } = await catalog.reports(await watchers.clientOf(account.id), { signal });
        const { reports, more } = findReports(items, search, MAX_REPORTS);
        return {
          reports: reports.map(({ id, name, category }) => ({ id, name, category })),
          ...(more > 0 && { more, hint: `${more} more: search for a word of the name` }),
          ...(rest !== undefined && { incomplete: `${items.length} of ${rest.total ?? 'more'} reports could be read` }),
        };
      }
      if (filters === undefined) {
        const { filters: known } = await catalog.metaData(await watchers.clientOf(account.id), reportId, signal);
        return {
          reportId,
          formats: EXPORT_FORMATS,
          filters: known.map((filter) => ({
            name: filter.queryName,
            type: filter.type,
            ...(takesMany(filter) && { takesList: true }),
            ...(filter.type === 'date' && { form: filter.dateForm === 'day' ? '2026-11-01' : '2026-11-01T00:00:00Z' }),
          })),
        };
      }
      const { id } = await vscode.commands.executeCommand<Job>(commandId('exportReport'), {
        reportId,
        format,
        filters,
        accountSid: account.id,
      });
      return jobs.describeById(account.id, id) ?? { jobId: id };
    },
  };
}
