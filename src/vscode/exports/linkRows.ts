import * as vscode from 'vscode';
import { accountRef } from '../../core/account';
import { plainText } from '../../core/api/plainText';
import { exportOfLink } from '../../core/links/linkedExport';
import { readReportLink, reportAt, type LinkOwner, type LinkQuery, type ReportLink } from '../../core/links/reportLink';
import type { Report } from '../../core/reports/report';
import { withoutIcons } from '../words/withoutIcons';
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
  'metaData' | 'period' | 'values' | 'format' | 'complaints'
>;

/** The row that offers the link in the clipboard. None if it's to no report, or to no page of `reports`. */
export async function clipboardRows(
  baseUrl: string,
  reports: readonly Report[],
): Promise<readonly Choice<UsableLink>[]> {
  const link = readReportLink(await vscode.env.clipboard.readText(), baseUrl);
  if (link === undefined || link.kind === 'foreign' || (link.kind === 'web' && reportAt(link, reports) === undefined)) {
    return [];
  }
  const label = vscode.l10n.t('$(clippy) Use the link from the clipboard');
  return [{ label, description: targetInWords(link), value: link }];
}

/** The row for a link that is typed or pasted. Says what link is expected if it's another one. */
export function typedLinkRow(text: string, baseUrl: string): Choice<UsableLink> | undefined {
  const link = readReportLink(text, baseUrl);
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
        description: targetInWords(link),
        alwaysShow: true,
        value: link,
      };
}

/** Looks the link's report up in the account's catalog. Throws ApiError. */
export async function followLink(
  parts: FlowParts,
  state: FlowState,
  link: UsableLink,
  signal: AbortSignal,
): Promise<LinkOutcome> {
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
  const metaData = await parts.catalog.metaData(client, report.id, signal);
  // The web app's parameters aren't known to be the API's.
  const foreign =
    link.kind === 'web'
      ? Object.keys(filters).filter((name) => metaData.filters.every(({ queryName }) => queryName !== name))
      : [];
  const query: LinkQuery = {
    format: link.format,
    filters: Object.fromEntries(Object.entries(filters).filter(([name]) => !foreign.includes(name))),
    ignored: [...link.ignored, ...foreign],
  };
  const { draft, leftOut, hadTimes } = exportOfLink(query, { report, metaData }, state);
  const notices = [
    ...(link.kind === 'api' && isForOther(link.owner, state) ? [otherAccountInWords(link.owner, state)] : []),
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
      complaints: notices.length === 0 ? [] : [{ field: '', message: notices.join(' ') }],
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

/** Whether the link names another account than that of the export. */
function isForOther({ kind, sid, brandId }: LinkOwner, { account }: FlowState): boolean {
  const isSame =
    account.sid === sid &&
    account.brandId === brandId &&
    (account.brandId === undefined ? account.kind === kind : kind === 'agency');
  return !isSame;
}

function otherAccountInWords({ sid, brandId }: LinkOwner, { account }: FlowState): string {
  return vscode.l10n.t(
    'The link is for account {0}. This export is for {1} ({2}).',
    plainText(brandId ?? sid, MAX_ID_CHARS),
    account.name,
    accountRef(account),
  );
}

function targetInWords(link: UsableLink): string {
  return withoutIcons(link.kind === 'web' ? link.url.hostname : idInWords(link));
}

function idInWords({ reportId }: UsableLink & { readonly kind: 'api' }): string {
  return plainText(reportId, MAX_ID_CHARS);
}
