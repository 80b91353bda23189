import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { plainText } from '../../core/api/plainText';
import type { Job } from '../../core/jobs/job';
import { brandSidIn } from '../../core/links/brandSid';
import { accountOfLink, type ExportAccounts, type LinkAccount } from '../../core/links/linkAccount';
import { exportOfLink } from '../../core/links/linkedExport';
import { readReportLink, reportAt, type LinkQuery, type ReportLink } from '../../core/links/reportLink';
import { isClickExport } from '../../core/reports/clickExport';
import type { Report } from '../../core/reports/report';
import { withoutIcons } from '../words/withoutIcons';
import { learnZones } from './accountZone';
import { clientOf, type FlowParts, type FlowState } from './flowState';
import type { Choice } from './quickInputs';

/** A link to a report of impact.com. */
export type UsableLink = Exclude<ReportLink, { readonly kind: 'foreign' }>;

const EXAMPLE = 'https://api.impact.com/Agencies/…/ReportExport/…';
const MAX_ID_CHARS = 100;

/** What the link fills in, or a sentence about why it can't. */
export type LinkOutcome =
  { readonly kind: 'filled'; readonly filled: FilledByLink } | { readonly kind: 'refused'; readonly sentence: string };

export type FilledByLink = { readonly report: Report } & Pick<
  FlowState,
  'account' | 'others' | 'timeZone' | 'metaData' | 'period' | 'values' | 'format' | 'notice'
>;

/** The accounts that a link can be for. */
export function placeOf(
  { store }: Pick<FlowParts, 'store'>,
  { account, others }: Pick<FlowState, 'account' | 'others'>,
  accounts: readonly Account[],
): ExportAccounts {
  const jobsOf = ({ id }: Account): readonly Job[] =>
    [...(store.account(id)?.entries.values() ?? [])].map(({ job }) => job);
  return { account, others, accounts, brandSidOf: (brand) => brandSidIn(jobsOf(brand)) };
}

/** The row that offers the link in the clipboard. None if it's to no report, or to no page of `reports`. */
export async function clipboardRows(
  accounts: ExportAccounts,
  reports: readonly Report[],
): Promise<readonly Choice<UsableLink>[]> {
  const link = readReportLink(await vscode.env.clipboard.readText(), accounts.account.baseUrl);
  if (link === undefined || link.kind === 'foreign' || (link.kind === 'web' && reportAt(link, reports) === undefined)) {
    return [];
  }
  const label = vscode.l10n.t('$(clippy) Use the link from the clipboard');
  return [{ label, description: targetInWords(link, accounts), value: link }];
}

/** The row for a link that is typed or pasted. Says what link is expected if it's another one. */
export function typedLinkRow(text: string, accounts: ExportAccounts): Choice<UsableLink> | undefined {
  const link = readReportLink(text, accounts.account.baseUrl);
  if (link === undefined) {
    return undefined;
  }
  return link.kind === 'foreign'
    ? {
        label: `$(error) ${vscode.l10n.t("This link doesn't lead to impact.com. Paste one such as {0}.", EXAMPLE)}`,
        alwaysShow: true,
      }
    : {
        label: vscode.l10n.t('$(link) Use this link'),
        description: targetInWords(link, accounts),
        alwaysShow: true,
        value: link,
      };
}

/**
 * Looks the link's report up in the account's catalog: that of the account in the link, if it's one of `accounts`.
 * Throws ApiError.
 */
export async function followLink(
  parts: FlowParts,
  given: FlowState,
  accounts: readonly Account[],
  link: UsableLink,
  signal: AbortSignal,
): Promise<LinkOutcome> {
  const named = accountIn(link, placeOf(parts, given, accounts));
  const state: FlowState =
    named?.kind === 'other' ? { ...given, account: named.account, others: [], timeZone: undefined } : given;
  const client = clientOf(parts, state);
  const reports = client === undefined ? [] : (await parts.catalog.reports(client, { signal })).items;
  const found = link.kind === 'web' ? reportAt(link, reports) : foundById(link, reports);
  if (client === undefined || found === undefined) {
    return {
      kind: 'refused',
      sentence:
        link.kind === 'web'
          ? vscode.l10n.t('{0} has no report at this address. Paste a link such as {1}.', state.account.name, EXAMPLE)
          : vscode.l10n.t('{0} has no report {1}. Select another one.', state.account.name, idInWords(link)),
    };
  }
  const { report, filters } = found;
  if (!report.isApiAccessible) {
    return {
      kind: 'refused',
      sentence: vscode.l10n.t("{0} runs only in the web app and can't be exported.", report.name),
    };
  }
  const [metaData] = await Promise.all([
    parts.catalog.metaData(client, report.id, signal),
    learnZones(parts, [state.account, ...state.others], signal),
  ]);
  // The web app's parameters aren't known to be the API's, and clicks have no filters but the known ones.
  const foreign =
    link.kind === 'web' || isClickExport({ reportId: report.id })
      ? Object.keys(filters).filter((name) => metaData.filters.every(({ queryName }) => queryName !== name))
      : [];
  const query: LinkQuery = {
    format: link.format,
    filters: Object.fromEntries(Object.entries(filters).filter(([name]) => !foreign.includes(name))),
    ignored: [...link.ignored, ...foreign],
  };
  const { draft, leftOut, hadTimes } = exportOfLink(query, { report, metaData }, state);
  const notices = [
    ...accountNotices(link, named, state.account),
    ...(leftOut.length === 0
      ? []
      : [vscode.l10n.t('Not used from the link: {0}.', plainText(leftOut.join(', '), 200))]),
    ...(hadTimes ? [vscode.l10n.t('The times in the link became whole days.')] : []),
  ];
  return {
    kind: 'filled',
    filled: {
      ...draft,
      report,
      account: state.account,
      others: state.others,
      timeZone: state.timeZone,
      notice: notices.length === 0 ? undefined : notices.join(' '),
    },
  };
}

function foundById(
  { reportId, filters }: UsableLink & { readonly kind: 'api' },
  reports: readonly Report[],
): ReturnType<typeof reportAt> {
  const report = reports.find(({ id }) => id === reportId);
  return report && { report, filters };
}

/** Undefined for a link that names no account. */
function accountIn(link: UsableLink, accounts: ExportAccounts): LinkAccount | undefined {
  return link.kind === 'api' ? accountOfLink(link.owner, accounts) : undefined;
}

/** For which account the export is, if that isn't clear. */
function accountNotices(link: UsableLink, named: LinkAccount | undefined, account: Account): readonly string[] {
  if (named?.kind === 'other') {
    return [vscode.l10n.t('This export is for {0}, the account in the link.', named.account.name)];
  }
  if (named?.kind !== 'unknown' || link.kind === 'web') {
    return [];
  }
  const { brandId, sid } = link.owner;
  return [
    vscode.l10n.t(
      'The link is for account {0}. This export is for {1} ({2}).',
      plainText(brandId ?? sid, MAX_ID_CHARS),
      account.name,
      accountRef(account),
    ),
  ];
}

/** The report's ID or the web app's address, and the account if it's another one. */
function targetInWords(link: UsableLink, accounts: ExportAccounts): string {
  const named = accountIn(link, accounts);
  const target = link.kind === 'web' ? link.url.hostname : idInWords(link);
  return withoutIcons(named?.kind === 'other' ? `${target} · ${named.account.name}` : target);
}

function idInWords({ reportId }: UsableLink & { readonly kind: 'api' }): string {
  return plainText(reportId, MAX_ID_CHARS);
}
