import type * as vscode from 'vscode';
import type { Clock } from '../../../core/clock';
import type { Job } from '../../../core/jobs/job';
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
  readonly readJob: (accountId: string, jobId: string) => Promise<Job>;
  readonly showJson: (accountId: string, jobId: string) => Promise<void>;
}

/** The details panels: one for each job. */
export class JobDetails implements Panels {
  private readonly panels = new Map<string, DetailsPanel>();
  private readonly icons: JobIcons;

  constructor(private readonly options: JobDetailsOptions) {
    this.icons = new JobIcons(options.extensionUri);
  }

  show({ accountId, job, ...entry }: JobEntry): void {
    this.open({ accountId, jobId: job.id, name: workName({ ...entry, job }) });
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
    this.panels.forEach((panel) => panel.dispose());
  }

  private open(identity: DetailsIdentity): void {
    const known = this.panels.get(keyOf(identity));
    if (known === undefined) {
      this.add(identity);
    } else {
      known.reveal();
    }
  }

  private add(identity: DetailsIdentity, restored?: vscode.WebviewPanel): void {
    const key = keyOf(identity);
    const options = { ...this.options, icons: this.icons, open: (other: DetailsIdentity) => this.open(other), onClose: () => this.panels.delete(key) };
    this.panels.set(key, new DetailsPanel(identity, options, restored));
  }
}

function keyOf({ accountId, jobId }: DetailsIdentity): string {
  return jobKey(accountId, jobId);
}

/** Kept by VS Code over a reload, perhaps of another version of this extension. */
function decodeIdentity(value: unknown): DetailsIdentity | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { accountId, jobId, name } = value as Partial<Record<keyof DetailsIdentity, unknown>>;
  return typeof accountId === 'string' && typeof jobId === 'string' ? { accountId, jobId, name: typeof name === 'string' ? name : jobId } : undefined;
}
