import * as vscode from 'vscode';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { distinctName } from '../../jobs/jobWords';
import { withNotice } from '../../messages';
import { JobPanels } from '../jobPanels';
import type { Panels } from '../lazyPanels';
import { PreviewPanel, type PreviewPanelOptions } from './previewPanel';
import { TableChoices } from '../../tables/tableChoices';
import type { ReadPreview, ReadPreviewOptions } from './readPreview';

export type PreviewPanelsOptions = Omit<ReadPreviewOptions, 'choices'> &
  Omit<PreviewPanelOptions, 'read' | 'choices'> & { readonly state: vscode.Memento };

/** Few previews take this long. After this time, a Cancel button appears. */
const PATIENCE_MS = 3_000;

/** The preview panels: one that follows the user from job to job, and those that are kept. */
export class PreviewPanels implements Panels {
  private readonly panels: JobPanels<PreviewPanel>;
  private readonly reading = new Map<string, Promise<void>>();
  private readonly options: ReadPreviewOptions;
  private readonly disposed = new AbortController();

  constructor({ state, ...given }: PreviewPanelsOptions) {
    const choices = new TableChoices(state);
    const options = { ...given, choices };
    this.options = options;
    const read = (entry: JobEntry, signal: AbortSignal): Promise<ReadPreview> => readEntry(entry, options, signal);
    this.panels = new JobPanels((place) => new PreviewPanel(place, { ...options, read }));
  }

  /**
   * Opens a panel when the first rows of a result are read. Until then, the status bar shows the progress. Throws what
   * `readPreview` throws.
   */
  async show(entry: JobEntry): Promise<void> {
    const { accountId, job, key } = entry;
    const known = this.panels.get({ accountId, jobId: job.id });
    if (known?.isShown === true) {
      known.reveal();
      return;
    }
    const underWay = this.reading.get(key) ?? this.read(entry);
    this.reading.set(key, underWay);
    try {
      await underWay;
    } finally {
      this.reading.delete(key);
    }
  }

  restore(panel: vscode.WebviewPanel, identity: unknown): void {
    this.panels.restore(panel, identity);
  }

  dispose(): void {
    this.disposed.abort();
    this.panels.dispose();
  }

  private async read(entry: JobEntry): Promise<void> {
    const identity = {
      accountId: entry.accountId,
      jobId: entry.job.id,
      name: distinctName(entry, this.options.clock.now()),
    };
    const title = vscode.l10n.t('Reading the first rows of {0}…', identity.name);
    const cancelled = new AbortController();
    const signal = AbortSignal.any([this.disposed.signal, cancelled.signal]);
    const reading = readEntry(entry, this.options, signal);
    const stopWaiting = this.options.clock.setTimer(() => offerCancel(title, reading, cancelled), PATIENCE_MS);
    try {
      const preview = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title },
        () => reading,
      );
      const panel = this.panels.panelFor(identity);
      panel.show(preview);
      panel.reveal();
    } catch (error) {
      if (!cancelled.signal.aborted) {
        throw error;
      }
    } finally {
      stopWaiting();
    }
  }
}

/** Shows a Cancel button until the preview is read. */
function offerCancel(title: string, reading: Promise<unknown>, cancelled: AbortController): void {
  void withNotice(title, (_, token) => {
    token.onCancellationRequested(() => cancelled.abort());
    return Promise.allSettled([reading]);
  });
}

/** The reader is in a bundle that the tools for language models load, too. */
async function readEntry(entry: JobEntry, options: ReadPreviewOptions, signal: AbortSignal): Promise<ReadPreview> {
  const { readPreview } = await import('./readPreview');
  return readPreview(entry, options, signal);
}
