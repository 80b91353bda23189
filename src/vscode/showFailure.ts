import * as vscode from 'vscode';
import type { ApiErrorKind } from '../core/apiError';
import { fieldsOf } from '../core/isRecord';
import { commandId } from './ids';
import { showError, withoutLinks } from './messages';
import { sentenceFor } from './words/errorMessages';

type Step = 'again' | 'token' | 'limit';

/** What the user can do about an error, if a button can do it. Other sentences say it in words. */
const STEPS: Readonly<Partial<Record<ApiErrorKind, Step>>> = {
  unauthorized: 'token',
  budget: 'limit',
  offline: 'again',
  refused: 'again',
  timeout: 'again',
  cut: 'again',
  server: 'again',
  unreadable: 'again',
};

const LIMIT_SETTING = 'impactJobs.polling.requestsPerHour';

/**
 * Shows why a command failed, with a button for the next step, and returns the sentence. `again` runs the command
 * again, and shows its own failure.
 */
export function showFailure(error: unknown, nowMs: number, again: () => Promise<unknown>): string {
  const { kind } = fieldsOf(error);
  const step = Object.entries(STEPS).find(([known]) => known === kind)?.[1];
  const actions: Readonly<Record<Step, readonly [title: string, run: () => Thenable<unknown>]>> = {
    again: [vscode.l10n.t('Try Again'), again],
    token: [vscode.l10n.t('Replace Token…'), () => vscode.commands.executeCommand(commandId('replaceToken'))],
    limit: [
      vscode.l10n.t('Raise the limit'),
      () => vscode.commands.executeCommand('workbench.action.openSettings', LIMIT_SETTING),
    ],
  };
  const action = step && actions[step];
  const sentence = withoutLinks(sentenceFor(error, nowMs));
  void showError(sentence, ...(action === undefined ? [] : [action[0]])).then((choice) =>
    choice === undefined ? undefined : action?.[1](),
  );
  return sentence;
}
