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

/** A panel that shows one job at a time. */
export interface JobPanel {
  /** Whether the user wants this panel to stay with its job. */
  readonly isKept: boolean;
  /** Shows another job. */
  become(identity: JobIdentity): void;
  reveal(): void;
  dispose(): void;
}

/**
 * The panels of one kind, at most one for each job. The next job takes the place of the one that isn't kept, so that
 * looking through jobs leaves one tab, not many.
 */
export class JobPanels<P extends JobPanel> implements Panels {
  private readonly open = new Map<string, P>();

  constructor(private readonly make: (place: JobPanelPlace) => P) {}

  get({ accountId, jobId }: Pick<JobIdentity, 'accountId' | 'jobId'>): P | undefined {
    return this.open.get(jobKey(accountId, jobId));
  }

  /** The job's own panel, the one that isn't kept, or a new one. */
  panelFor(identity: JobIdentity): P {
    const known = this.get(identity);
    if (known !== undefined) {
      return known;
    }
    const free = [...this.open.values()].reverse().find(({ isKept }) => !isKept);
    if (free === undefined) {
      return this.add(identity);
    }
    this.forget(free);
    this.open.set(jobKey(identity.accountId, identity.jobId), free);
    free.become(identity);
    return free;
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

  private add(identity: JobIdentity, restored?: vscode.WebviewPanel): P {
    const panel: P = this.make({ identity, restored, onClose: () => this.forget(panel) });
    this.open.set(jobKey(identity.accountId, identity.jobId), panel);
    return panel;
  }

  private forget(panel: P): void {
    for (const [key, known] of this.open) {
      if (known === panel) {
        this.open.delete(key);
      }
    }
  }
}
