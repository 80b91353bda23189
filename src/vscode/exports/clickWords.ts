import * as vscode from 'vscode';
import type { AccountKind } from '../../core/account';
import { CLICK_FILTERS, clickReports } from '../../core/reports/clickExport';
import { EXPORTS_PER_DAY } from '../../core/reports/exportRequest';
import type { Report, ReportMetaData } from '../../core/reports/report';

const FILTER_NAMES: Readonly<Record<keyof typeof CLICK_FILTERS, () => string>> = {
  program: () => vscode.l10n.t('Program'),
  day: () => vscode.l10n.t('Days'),
  ads: () => vscode.l10n.t('Ads'),
  partners: () => vscode.l10n.t('Partners'),
  subIds: () => vscode.l10n.t('Sub IDs'),
  isUnique: () => vscode.l10n.t('Unique clicks only'),
};

export function clickExportName(): string {
  return vscode.l10n.t('Clicks');
}

/** Clicks as a report in VS Code's language. impact.com's catalogs don't list them. */
export function clickReportsInWords(kind: AccountKind): readonly Report[] {
  const description = vscode.l10n.t('a file for each day, up to {0} a day', EXPORTS_PER_DAY.clickExports);
  return clickReports(kind).map((report) => ({ ...report, name: clickExportName(), description }));
}

export function withClickFiltersInWords(metaData: ReportMetaData): ReportMetaData {
  const known = Object.entries(CLICK_FILTERS) as [keyof typeof CLICK_FILTERS, string][];
  return {
    ...metaData,
    filters: metaData.filters.map((filter) => {
      const [key] = known.find(([, queryName]) => queryName === filter.queryName) ?? [];
      return key === undefined ? filter : { ...filter, name: FILTER_NAMES[key]() };
    }),
  };
}
