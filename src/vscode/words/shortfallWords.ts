import * as vscode from 'vscode';
import { numberInWords } from './timeWords';

/** `50 of 130 jobs are loaded.` Undefined `total`: impact.com doesn't say how many there are. */
export function shortfallSentence(shown: number, total: number | undefined): string {
  return total === undefined
    ? vscode.l10n.t('{0} jobs are loaded, and impact.com has more.', numberInWords(shown))
    : vscode.l10n.t('{0} of {1} jobs are loaded.', numberInWords(shown), numberInWords(total));
}

/** `50 of 130 jobs`. */
export function shortfallInWords(shown: number, total: number | undefined): string {
  return total === undefined
    ? vscode.l10n.t('{0} jobs, more at impact.com', numberInWords(shown))
    : vscode.l10n.t('{0} of {1} jobs', numberInWords(shown), numberInWords(total));
}
