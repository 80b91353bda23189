import * as vscode from 'vscode';
import type { Transfer } from '../../core/download/transferQueue';
import { withNotice } from '../messages';
import { downloadsInWords } from './downloadWords';

export interface DownloadNotificationOptions {
  /** The transfers that are running or waiting. */
  readonly pending: () => readonly Transfer[];
  readonly nameOf: (key: string) => string;
  readonly cancel: (key: string) => void;
}

/** A notification with the progress of all downloads in this window. Its Cancel button ends all of them. */
export class DownloadNotification {
  private readonly seen = new Set<string>();
  private report: ((message: string, percent: number | undefined) => void) | undefined;
  private close = (): void => undefined;

  constructor(private readonly options: DownloadNotificationOptions) {}

  /** Shows the current progress. Opens the notification for the first transfer and closes it after the last. */
  update(): void {
    const pending = this.options.pending();
    pending.forEach(({ key }) => this.seen.add(key));
    if (pending.length === 0) {
      this.close();
      return;
    }
    if (this.report === undefined) {
      this.open();
    }
    const { message, percent } = downloadsInWords(pending, this.seen.size, this.options.nameOf);
    this.report?.(message, percent);
  }

  dispose(): void {
    this.close();
  }

  private open(): void {
    void withNotice(vscode.l10n.t('Downloading'), (notice, token) => {
      let reported = 0;
      let said = '';
      this.report = (message, percent = reported) => {
        if (message !== said || percent > reported) {
          notice.report({ message, increment: Math.max(0, percent - reported) });
        }
        said = message;
        reported = Math.max(reported, percent);
      };
      const cancellation = token.onCancellationRequested(() =>
        this.options.pending().forEach(({ key }) => this.options.cancel(key)),
      );
      return new Promise<void>((resolve) => {
        this.close = () => {
          cancellation.dispose();
          this.seen.clear();
          this.report = undefined;
          this.close = () => undefined;
          resolve();
        };
      });
    });
  }
}
