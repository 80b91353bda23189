import * as vscode from 'vscode';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { jobKey } from '../../../core/jobs/jobEntry';
import { workName } from '../../words/jobWords';
import type { Panels } from '../lazyPanels';
import { type PreviewIdentity, PreviewPanel, type PreviewPanelOptions } from './previewPanel';
import { type ReadPreview, readPreview, type ReadPreviewOptions } from './readPreview';

export type JobPreviewsOptions = ReadPreviewOptions & Omit<PreviewPanelOptions, 'read' | 'onClose'>;

/** The preview panels: one for each job. */
export class JobPreviews implements Panels {
  private readonly open = new Map<string, PreviewPanel>();
  private readonly reading = new Map<string, Promise<void>>();
  private readonly disposed = new AbortController();

  constructor(private readonly options: JobPreviewsOptions) {}

  /** Shows the first rows of a result once they are there; until then the status bar says so. Throws what `readPreview` throws. */
  async show(entry: JobEntry): Promise<void> {
    const { key } = entry;
    const known = this.open.get(key);
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
    const decoded = decodeIdentity(identity);
    if (decoded === undefined) {
      panel.dispose();
    } else {
      this.add(decoded, panel);
    }
  }

  dispose(): void {
    this.disposed.abort();
    this.open.forEach((panel) => panel.dispose());
  }

  private async read(entry: JobEntry): Promise<void> {
    const { accountId, job, key } = entry;
    const title = vscode.l10n.t('Reading the first rows of {0}…', workName(entry));
    const reading = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async (): Promise<ReadPreview> => readPreview(entry, this.options, this.disposed.signal));
    const panel = this.open.get(key) ?? this.add({ accountId, jobId: job.id, name: workName(entry) });
    panel.show(reading);
    panel.reveal();
  }

  private add(identity: PreviewIdentity, restored?: vscode.WebviewPanel): PreviewPanel {
    const key = jobKey(identity.accountId, identity.jobId);
    const read = (entry: JobEntry, signal: AbortSignal): Promise<ReadPreview> => readPreview(entry, this.options, signal);
    const panel = new PreviewPanel(identity, { ...this.options, read, onClose: () => this.open.delete(key) }, restored);
    this.open.set(key, panel);
    return panel;
  }
}

/** Kept by VS Code over a reload, perhaps of another version of this extension. */
function decodeIdentity(value: unknown): PreviewIdentity | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { accountId, jobId, name } = value as Partial<Record<keyof PreviewIdentity, unknown>>;
  return typeof accountId === 'string' && typeof jobId === 'string' ? { accountId, jobId, name: typeof name === 'string' ? name : jobId } : undefined;
}
