import * as vscode from 'vscode';
import type { AccountKind } from '../../core/account';
import { CLICK_EXPORT_ID } from '../../core/reports/clickExport';
import type { Report } from '../../core/reports/report';
import { textOrder } from '../../core/rows/textOrder';
import { withoutIcons } from '../words/withoutIcons';
import { clickExportName } from './clickWords';
import type { FavoriteReports } from './favoriteReports';
import type { Choice } from './quickInputs';

const OPEN_WEB: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('link-external'),
  tooltip: vscode.l10n.t('Open in impact.com'),
};
const PIN: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('pin'), tooltip: vscode.l10n.t('Pin') };
const UNPIN: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('pinned'), tooltip: vscode.l10n.t('Unpin') };

/**
 * The reports to choose from: pinned and recent ones, then the others by category, and last those that only the web app
 * can run.
 */
export function reportRows(
  reports: readonly Report[],
  { pinnedIds, recentIds }: Pick<FavoriteReports, 'pinnedIds' | 'recentIds'>,
  kind: AccountKind,
): readonly Choice<Report>[] {
  const byName = textOrder(vscode.env.language);
  const known = (ids: readonly string[]): readonly Report[] =>
    ids.flatMap((id) => reports.find((report) => report.id === id && report.isApiAccessible) ?? []);
  const pinned = known(pinnedIds);
  const recent = known(recentIds.filter((id) => !pinnedIds.includes(id)));
  const others = reports
    .filter((report) => !pinned.includes(report) && !recent.includes(report) && report.id !== CLICK_EXPORT_ID)
    .sort((a, b) => byName(a.name, b.name));
  const lastIfEmpty = (a: string, b: string): number => Number(a === '') - Number(b === '');
  const categories = [...new Set(others.map(({ category }) => category))].sort(
    (a, b) => lastIfEmpty(a, b) || byName(a, b),
  );
  const clicks = reports.filter(
    ({ id }) => id === CLICK_EXPORT_ID && !pinnedIds.includes(id) && !recentIds.includes(id),
  );
  const ofApi = others.filter(({ isApiAccessible }) => isApiAccessible);
  return [
    ...section(vscode.l10n.t('Pinned'), pinned, UNPIN),
    ...section(vscode.l10n.t('Recent'), recent, PIN),
    ...categories.flatMap((category) =>
      section(
        category === '' ? vscode.l10n.t('Other') : withoutIcons(category),
        ofApi.filter((report) => report.category === category),
        PIN,
      ),
    ),
    ...section('', clicks, PIN),
    ...(kind === 'agency' ? noClickRows() : []),
    ...section(
      vscode.l10n.t('Only in the web app'),
      others.filter(({ isApiAccessible }) => !isApiAccessible),
      OPEN_WEB,
    ),
  ];
}

function section(title: string, reports: readonly Report[], button: vscode.QuickInputButton): Choice<Report>[] {
  return reports.length === 0
    ? []
    : [
        { label: title, kind: vscode.QuickPickItemKind.Separator },
        ...reports.map((report) => ({
          label: `$(${report.isApiAccessible ? 'graph' : 'globe'}) ${withoutIcons(report.name)}`,
          description: withoutIcons(report.description),
          value: report,
          buttons: [button],
        })),
      ];
}

/** Says why there's no row to select. */
function noClickRows(): readonly Choice<never>[] {
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(circle-slash) ${clickExportName()}`,
      description: vscode.l10n.t('only for brands and partners, and for the brands of an agency'),
    },
  ];
}
