import type * as vscode from 'vscode';
import type { Clock } from '../../../core/clock';
import { type JobEntry, jobKey } from '../../../core/jobs/jobEntry';
import type { JobStore } from '../../../core/jobs/jobStore';
import type { Log } from '../../log';
import { JobIcons } from '../../views/jobIcons';
import { workName } from '../../words/jobWords';
import type { Panels } from '../lazyPanels';
import { type DetailsIdentity, DetailsPanel } from './detailsPanel';

export interface JobDetailsOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  readonly showJson: (entry: JobEntry) => Promise<void>;
}

/** The details panels: one for each job. */
export class JobDetails implements Panels {
  private readonly open = new Map<string, DetailsPanel>();
  private readonly icons: JobIcons;

  constructor(private readonly options: JobDetailsOptions) {
    this.icons = new JobIcons(options.extensionUri);
  }

  show(entry: JobEntry): void {
    const { accountId, job, key } = entry;
    const known = this.open.get(key);
    if (known === undefined) {
      this.add({ accountId, jobId: job.id, name: workName(entry) });
    } else {
      known.reveal();
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
    this.open.forEach((panel) => panel.dispose());
  }

  private add(identity: DetailsIdentity, restored?: vscode.WebviewPanel): void {
    const key = jobKey(identity.accountId, identity.jobId);
    this.open.set(key, new DetailsPanel(identity, { ...this.options, icons: this.icons, onClose: () => this.open.delete(key) }, restored));
  }
}

/** Kept by VS Code over a reload, perhaps of another version of this extension. */
function decodeIdentity(value: unknown): DetailsIdentity | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { accountId, jobId, name } = value as Partial<Record<keyof DetailsIdentity, unknown>>;
  return typeof accountId === 'string' && typeof jobId === 'string' ? { accountId, jobId, name: typeof name === 'string' ? name : jobId } : undefined;
}
