import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { type Report, type ReportMetaData } from '../../core/reports/report';
import { webUrl } from '../../core/reports/webUrl';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { kindInWords } from '../accounts/accountWords';
import { clientOf, type FlowParts, type FlowState } from './flowState';
import { type Answer, type Choice, pick, type StepFrame } from './quickInputs';
import { withoutIcons } from '../words/withoutIcons';
import { FavoriteReports } from './favoriteReports';
import { reportRows } from './reportRows';

const RELOAD: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('refresh'),
  tooltip: vscode.l10n.t('Reload Reports'),
};

export async function askAccount(
  accounts: readonly Account[],
  current: Account,
  frame: StepFrame,
): Promise<Answer<Account>> {
  return pick(frame, {
    placeHolder: vscode.l10n.t('Select an account'),
    load: () =>
      accounts.map((account) => ({
        label: withoutIcons(account.name),
        description: `${kindInWords(account.kind)} · ${accountRef(account)}`,
        value: account,
      })),
    isActive: ({ id }) => id === current.id,
  });
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
          const notice = problem ?? (rest && restInWords(items.length, rest.total));
          return [...noticeRows(notice), ...reportRows(items, favorites)];
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
