import type * as vscode from 'vscode';
import { jobKey } from '../../core/jobs/jobEntry';
import { decodeJobIdentity, type JobIdentity } from './jobIdentity';
import type { Panels } from './lazyPanels';

/** What a panel about a job needs besides the options of its kind. */
export interface JobPanelPlace {
  readonly identity: JobIdentity;
  /** The panel to reuse if VS Code kept one across a reload. */
  readonly restored: vscode.WebviewPanel | undefined;
  /** Called when the panel is closed. */
  readonly onClose: () => void;
}

/** The open panels of one kind, at most one for each job. */
export class JobPanels<P extends { dispose(): void }> implements Panels {
  private readonly open = new Map<string, P>();

  constructor(private readonly make: (place: JobPanelPlace) => P) {}

  get({ accountId, jobId }: Pick<JobIdentity, 'accountId' | 'jobId'>): P | undefined {
    return this.open.get(jobKey(accountId, jobId));
  }

  add(identity: JobIdentity, restored?: vscode.WebviewPanel): P {
    const key = jobKey(identity.accountId, identity.jobId);
    const panel = this.make({ identity, restored, onClose: () => this.open.delete(key) });
    this.open.set(key, panel);
    return panel;
  }

  restore(panel: vscode.WebviewPanel, identity: unknown): void {
    const decoded = decodeJobIdentity(identity);
    if (decoded === undefined) {
      panel.dispose();
    } else {
      this.add(decoded, panel);
    }
  }

  dispose(): void {
    this.open.forEach((panel) => panel.dispose());
  }
}
