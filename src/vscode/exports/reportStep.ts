import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { withoutCredentials } from '../../core/links/reportLink';
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
import { clipboardRows, type FilledByLink, followLink, placeOf, typedLinkRow, type UsableLink } from './linkRows';
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

/** The report that the user selected, or the whole export that a link describes. */
export type ReportAnswer =
  | { readonly kind: 'report'; readonly report: Report; readonly metaData: ReportMetaData }
  | ({ readonly kind: 'link' } & FilledByLink);

/**
 * Asks for a report from the account's catalog, by category. A report that only the web app can run opens there. A link
 * to a report can be pasted, or taken from the clipboard. It can be for another one of `accounts`.
 */
export async function askReport(
  parts: FlowParts,
  state: FlowState,
  accounts: readonly Account[],
  frame: StepFrame,
): Promise<Answer<ReportAnswer>> {
  const client = clientOf(parts, state);
  if (client === undefined) {
    throw new UserError(vscode.l10n.t("You're signed out of {0}.", state.account.name));
  }
  const { baseUrl } = state.account;
  const place = placeOf(parts, state, accounts);
  const favorites = new FavoriteReports(parts, state.account.id);
  let problem = state.complaints[0]?.message;
  let chosen = state.report;
  let metaData = state.metaData;
  let filled: FilledByLink | undefined;
  for (;;) {
    try {
      const answer = await pick<Report | UsableLink>(frame, {
        placeHolder: vscode.l10n.t('Select a report, type to search names and descriptions, or paste a link'),
        load: async (signal, isReload) => {
          const { items, rest } = await parts.catalog.reports(client, { signal, isReload });
          const offered = await clipboardRows(place, items);
          const notice =
            problem ??
            (rest && restInWords(items.filter((report) => !isClickExport({ reportId: report.id })).length, rest.total));
          return [...noticeRows(notice), ...offered, ...reportRows(items, favorites, state.account.kind)];
        },
        typed: (text) => typedLinkRow(text, place),
        replace: (text) => withoutCredentials(text, baseUrl),
        isActive: (row) => isReport(row) && (chosen === undefined ? row.isApiAccessible : row.id === chosen.id),
        reloadButton: RELOAD,
        onButton: (row) => {
          if (!isReport(row)) {
            return undefined;
          }
          return row.isApiAccessible
            ? favorites.togglePin(row.id)
            : void vscode.env.openExternal(vscode.Uri.parse(webUrl(row).href));
        },
        onAccept: (row, signal) => {
          if (!isReport(row)) {
            return followLink(parts, state, accounts, row, signal).then((outcome) => {
              filled = outcome.kind === 'filled' ? outcome.filled : undefined;
              problem = outcome.kind === 'filled' ? undefined : outcome.sentence;
            });
          }
          chosen = row;
          return row.isApiAccessible
            ? parts.catalog.metaData(client, row.id, signal).then((loaded) => void (metaData = loaded))
            : undefined;
        },
      });
      if (answer.kind !== 'answer') {
        return { kind: answer.kind };
      }
      const { value } = answer;
      if (isReport(value)) {
        if (value.isApiAccessible) {
          return { kind: 'answer', value: { kind: 'report', report: value, metaData } };
        }
        problem = undefined;
        await vscode.env.openExternal(vscode.Uri.parse(webUrl(value).href));
      } else if (filled !== undefined) {
        return { kind: 'answer', value: { kind: 'link', ...filled } };
      }
    } catch (error) {
      parts.log.error("Can't read the reports", error);
      if (chosen === undefined || problem !== undefined) {
        throw error;
      }
      problem = sentenceFor(error, parts.clock.now());
    }
  }
}

function isReport(row: Report | UsableLink): row is Report {
  return 'isApiAccessible' in row;
}

function restInWords(shown: number, total: number | undefined): string {
  return total === undefined || total <= shown
    ? vscode.l10n.t('Only the first {0} reports could be loaded.', shown)
    : vscode.l10n.t('Only {0} of {1} reports could be loaded.', shown, total);
}

/** A row at the top that shows what went wrong, or what to know. */
export function noticeRows(sentence: string | undefined, icon: 'error' | 'info' = 'error'): readonly Choice<never>[] {
  return sentence === undefined ? [] : [{ label: `$(${icon}) ${withoutIcons(sentence)}`, alwaysShow: true }];
}
