import * as vscode from 'vscode';
import type { RestartReason } from '../../core/download/downloadProgress';
import type { Transfer, TransferStep } from '../../core/download/transferQueue';
import type { TransferMark } from '../../core/jobs/jobMarks';
import { bytesInWords, clockTime, timeLeftInWords } from '../words/timeWords';

const RESTARTS: Readonly<Record<RestartReason, () => string>> = {
  changed: () => vscode.l10n.t('the file has changed'),
  noRanges: () => vscode.l10n.t('the server sends only whole files'),
  wrongRange: () => vscode.l10n.t('the server sent a different part'),
  noValidator: () => vscode.l10n.t("the file can't be verified as the same"),
  encoded: () => vscode.l10n.t('the response was compressed'),
  corrupt: () => vscode.l10n.t("the data doesn't match its checksum"),
  unconfirmed: () => vscode.l10n.t('the data must be compared'),
};

/** One line about the progress of `total` downloads that started together, and the percentage if it's known. */
export function downloadsInWords(
  pending: readonly Transfer[],
  total: number,
  nameOf: (key: string) => string,
): { readonly message: string; readonly percent: number } {
  const [only] = pending;
  if (total === 1 && only !== undefined) {
    return { message: `${nameOf(only.key)} · ${oneInWords(only.step)}`, percent: 100 * shareOf(only.step) };
  }
  const receiving = pending.flatMap(({ step }) => (step.phase === 'receiving' ? [step] : []));
  const receivedBytes = receiving.reduce((sum, step) => sum + step.receivedBytes, 0);
  const bytesPerSecond = receiving.reduce((sum, step) => sum + (step.bytesPerSecond ?? 0), 0);
  const done = total - pending.length;
  const share = pending.reduce((sum, { step }) => sum + shareOf(step), done) / total;
  const parts = [vscode.l10n.t('{0} of {1} done', done, total)];
  if (receivedBytes > 0) {
    parts.push(vscode.l10n.t('{0} received', bytesInWords(receivedBytes)));
  }
  if (bytesPerSecond > 0) {
    parts.push(vscode.l10n.t('{0} per second', bytesInWords(bytesPerSecond)));
  }
  return { message: parts.join(' · '), percent: 100 * share };
}

/** What a row says about its transfer. */
export function transferInWords(mark: TransferMark): string {
  switch (mark.kind) {
    case 'queued':
      return vscode.l10n.t('waiting to download');
    case 'downloading':
      return mark.percent === undefined
        ? vscode.l10n.t('downloading')
        : vscode.l10n.t('downloading {0}%', mark.percent);
    case 'unfinished':
      return mark.percent === undefined
        ? vscode.l10n.t('download interrupted')
        : vscode.l10n.t('download interrupted at {0}%', mark.percent);
  }
}

/** From 0 to 1. 0 if unknown. */
function shareOf(step: TransferStep): number {
  return step.phase === 'receiving' && step.totalBytes !== undefined && step.totalBytes > 0
    ? Math.min(1, step.receivedBytes / step.totalBytes)
    : 0;
}

function oneInWords(progress: TransferStep): string {
  switch (progress.phase) {
    case 'queued':
      return vscode.l10n.t('waiting to download');
    case 'asking':
      return vscode.l10n.t('requesting the file');
    case 'receiving': {
      const { receivedBytes, totalBytes, bytesPerSecond, msLeft } = progress;
      return [
        totalBytes === undefined
          ? bytesInWords(receivedBytes)
          : vscode.l10n.t('{0} of {1}', bytesInWords(receivedBytes), bytesInWords(totalBytes)),
        ...(bytesPerSecond === undefined ? [] : [vscode.l10n.t('{0} per second', bytesInWords(bytesPerSecond))]),
        ...(msLeft === undefined ? [] : [timeLeftInWords(msLeft)]),
      ].join(' · ');
    }
    case 'waiting':
      return progress.reason === 'notReady'
        ? vscode.l10n.t("the file isn't ready yet, tries again at {0}", clockTime(progress.untilMs, Date.now()))
        : vscode.l10n.t('interrupted, resumes at {0}', clockTime(progress.untilMs, Date.now()));
    case 'restarting':
      return vscode.l10n.t('starting over: {0}', RESTARTS[progress.reason]());
    case 'verifying':
      return vscode.l10n.t('checking the file');
  }
}
