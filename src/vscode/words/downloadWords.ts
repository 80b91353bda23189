import * as vscode from 'vscode';
import type { DownloadProgress, RestartReason } from '../../core/download/downloadProgress';
import { bytesInWords, clockTime, timeLeftInWords } from './timeWords';

const RESTARTS: Readonly<Record<RestartReason, () => string>> = {
  changed: () => vscode.l10n.t('the file has changed'),
  noRanges: () => vscode.l10n.t('the server sends whole files only'),
  wrongRange: () => vscode.l10n.t('the server sent another part'),
  noValidator: () => vscode.l10n.t('nothing tells whether it is the same file'),
  encoded: () => vscode.l10n.t('it came compressed'),
  corrupt: () => vscode.l10n.t('the bytes do not match their checksum'),
  unconfirmed: () => vscode.l10n.t('the bytes have to be compared'),
};

/** The state of some downloads in one line, and the share that is done where it is known. */
export function downloadInWords(parts: readonly DownloadProgress[], count: number): { readonly message: string; readonly percent: number | undefined } {
  const [only] = parts;
  if (count === 1 && only !== undefined) {
    return { message: oneInWords(only), percent: only.phase === 'receiving' && only.totalBytes ? (only.receivedBytes / only.totalBytes) * 100 : undefined };
  }
  const received = parts.reduce((sum, part) => sum + (part.phase === 'receiving' ? part.receivedBytes : 0), 0);
  const done = parts.filter(({ phase }) => phase === 'verifying').length;
  return { message: vscode.l10n.t('{0} of {1} done, {2} on the way', done, count, bytesInWords(received)), percent: undefined };
}

function oneInWords(progress: DownloadProgress): string {
  switch (progress.phase) {
    case 'asking':
      return vscode.l10n.t('asking for the file');
    case 'receiving': {
      const { receivedBytes, totalBytes, bytesPerSecond, msLeft } = progress;
      return [
        totalBytes === undefined ? bytesInWords(receivedBytes) : vscode.l10n.t('{0} of {1}', bytesInWords(receivedBytes), bytesInWords(totalBytes)),
        ...(bytesPerSecond === undefined ? [] : [vscode.l10n.t('{0} per second', bytesInWords(bytesPerSecond))]),
        ...(msLeft === undefined ? [] : [timeLeftInWords(msLeft)]),
      ].join(' · ');
    }
    case 'waiting':
      return vscode.l10n.t('interrupted, goes on at {0}', clockTime(progress.untilMs, Date.now()));
    case 'restarting':
      return vscode.l10n.t('starting over: {0}', RESTARTS[progress.reason]());
    case 'verifying':
      return vscode.l10n.t('checking the file');
  }
}
