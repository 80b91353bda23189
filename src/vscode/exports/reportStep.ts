import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { isClickExport } from '../../core/reports/clickExport';
import { type Report, type ReportMetaData } from '../../core/reports/report';
import { webUrl } from '../../core/reports/webUrl';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { kindInWords } from '../accounts/accountWords';
import { clientOf, type FlowParts, type FlowState } from './flowState';
import { type Answer, ask, type Choice, pick, type StepFrame } from './quickInputs';
import { withoutIcons } from '../words/withoutIcons';
import { FavoriteReports } from './favoriteReports';
import { reportRows } from './reportRows';

const RELOAD: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('refresh'),
  tooltip: vscode.l10n.t('Reload Reports'),
};

/**
 * Asks for one account or several. Without a check mark, Enter takes the row with the focus, or the only one that
 * matches what was typed.
 */
export function askAccounts(
  accounts: readonly Account[],
  { account, others }: Pick<FlowState, 'account' | 'others'>,
  frame: StepFrame,
): Promise<Answer<readonly [Account, ...Account[]]>> {
  const input = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly account: Account }>();
  const rows = accounts.map((one) => ({
    label: withoutIcons(one.name),
    description: `${kindInWords(one.kind)} · ${accountRef(one)}`,
    account: one,
  }));
  const rowsOf = (wished: readonly Account[]): typeof rows =>
    rows.filter((row) => wished.some(({ id }) => id === row.account.id));
  input.canSelectMany = true;
  input.matchOnDescription = true;
  input.placeholder = vscode.l10n.t('For which accounts? Each has its own result');
  input.items = rows;
  input.activeItems = rowsOf([account]);
  input.selectedItems = others.length === 0 ? [] : rowsOf([account, ...others]);
  return ask<readonly [Account, ...Account[]]>(input, frame, (end) => {
    input.onDidAccept(() => {
      const checked = rows.filter((row) => input.selectedItems.includes(row));
      const focused = input.activeItems.length === 0 ? matching(rows, input.value) : input.activeItems;
      const [first, ...further] = (checked.length === 0 ? focused : checked).map((row) => row.account);
      if (first !== undefined) {
        end({ kind: 'answer', value: [first, ...further] });
      }
    });
    return () => undefined;
  });
}

/** The only row that contains the text, if there's one. VS Code focuses none of several that can be checked. */
function matching<T extends vscode.QuickPickItem>(rows: readonly T[], typed: string): readonly T[] {
  const text = typed.trim().toLowerCase();
  const found = rows.filter(({ label, description = '' }) => `${label} ${description}`.toLowerCase().includes(text));
  return found.length === 1 ? found : [];
}

/** Asks for a report from the account's catalog, by category. A report that only the web app can run opens there. */
export async function askReport(
  parts: FlowParts,
  state: FlowState,
  frame: StepFrame,
): Promise<Answer<{ readonly report: Report; readonly metaData: ReportMetaData }>> {
  const client = clientOf(parts, state);
  if (client === undefined) {
    throw new UserError(vscode.l10n.t("You're signed out of {0}.", state.account.name));
  }
  const favorites = new FavoriteReports(parts, state.account.id);
  let problem = state.complaints[0]?.message;
  let chosen = state.report;
  let metaData = state.metaData;
  for (;;) {
    try {
      const answer = await pick<Report>(frame, {
        placeHolder: vscode.l10n.t('Select a report, or type to search names and descriptions'),
        load: async (signal, isReload) => {
          const { items, rest } = await parts.catalog.reports(client, { signal, isReload });
          const notice =
            problem ??
            (rest && restInWords(items.filter((report) => !isClickExport({ reportId: report.id })).length, rest.total));
          return [...noticeRows(notice), ...reportRows(items, favorites, state.account.kind)];
        },
        isActive: ({ id, isApiAccessible }) => (chosen === undefined ? isApiAccessible : id === chosen.id),
        reloadButton: RELOAD,
        onButton: (report) =>
          report.isApiAccessible
            ? favorites.togglePin(report.id)
            : void vscode.env.openExternal(vscode.Uri.parse(webUrl(report).href)),
        onAccept: (report, signal) => {
          chosen = report;
          return report.isApiAccessible
            ? parts.catalog.metaData(client, report.id, signal).then((loaded) => void (metaData = loaded))
            : undefined;
        },
      });
      if (answer.kind !== 'answer') {
        return { kind: answer.kind };
      }
      if (answer.value.isApiAccessible) {
        return { kind: 'answer', value: { report: answer.value, metaData } };
      }
      problem = undefined;
      await vscode.env.openExternal(vscode.Uri.parse(webUrl(answer.value).href));
    } catch (error) {
      parts.log.error("Can't read the reports", error);
      if (chosen === undefined || problem !== undefined) {
        throw error;
      }
      problem = sentenceFor(error, parts.clock.now());
    }
  }
}

function restInWords(shown: number, total: number | undefined): string {
  return total === undefined || total <= shown
    ? vscode.l10n.t('Only the first {0} reports could be loaded.', shown)
    : vscode.l10n.t('Only {0} of {1} reports could be loaded.', shown, total);
}

/** A row at the top that shows what went wrong. */
export function noticeRows(problem: string | undefined): readonly Choice<never>[] {
  return problem === undefined ? [] : [{ label: `$(error) ${withoutIcons(problem)}`, alwaysShow: true }];
}
