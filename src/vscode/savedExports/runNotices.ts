import * as vscode from 'vscode';
import { memberLabel } from '../../core/runs/memberNames';
import { hasEnded, membersIn, type Run } from '../../core/runs/run';
import { type Notice, withNotice } from '../messages';

interface Shown {
  readonly notice: Notice;
  readonly close: () => void;
  done: number;
}

/** One notification with a Cancel button for each run, from its start to its end. */
export class RunNotices {
  private readonly shown = new Map<string, Shown>();

  constructor(private readonly cancel: (runId: string) => void) {}

  /** Shows the run's progress. `isOurs`: this window still drives it. */
  show(run: Run, isOurs: boolean): void {
    const shown = this.shown.get(run.id);
    if (!isOurs) {
      shown?.close();
    } else if (shown === undefined) {
      this.open(run);
    } else {
      report(shown, run);
    }
  }

  dispose(): void {
    this.shown.forEach(({ close }) => close());
  }

  private open(run: Run): void {
    void withNotice(run.name, (notice, token) => {
      const cancellation = token.onCancellationRequested(() => this.cancel(run.id));
      return new Promise<void>((resolve) => {
        const close = (): void => {
          cancellation.dispose();
          this.shown.delete(run.id);
          resolve();
        };
        const shown = { notice, close, done: 0 };
        this.shown.set(run.id, shown);
        report(shown, run);
      });
    });
  }
}

function report(shown: Shown, run: Run): void {
  const done = run.members.filter(hasEnded).length;
  shown.notice.report({ message: progressOf(run, done), increment: (100 * (done - shown.done)) / run.members.length });
  shown.done = done;
}

function progressOf(run: Run, done: number): string {
  const total = run.members.length;
  const [next] = membersIn(run, 'planned').filter(({ sentence }) => sentence === undefined);
  if (next !== undefined) {
    const number = total - membersIn(run, 'planned').length + 1;
    return total === 1
      ? vscode.l10n.t('scheduling')
      : vscode.l10n.t('scheduling {0}, {1} of {2}', memberLabel(next, vscode.env.language), number, total);
  }
  const waitsFor = membersIn(run, 'planned', 'waiting').find(({ sentence }) => sentence !== undefined)?.sentence;
  if (waitsFor !== undefined) {
    return done === 0 ? waitsFor : vscode.l10n.t('{0} of {1} done. {2}', done, total, waitsFor);
  }
  const paused = membersIn(run, 'paused').length;
  if (paused > 0) {
    return total === 1
      ? vscode.l10n.t('the download is paused')
      : vscode.l10n.t('{0} of {1} done, {2} paused', done, total, paused);
  }
  return total === 1 ? vscode.l10n.t('waiting for the job') : vscode.l10n.t('{0} of {1} done', done, total);
}
