import type * as vscode from 'vscode';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { workName } from '../../jobs/jobWords';
import type { JobIdentity } from '../jobIdentity';
import { JobPanels } from '../jobPanels';
import type { Panels } from '../lazyPanels';
import { DetailsPanel, type DetailsPanelOptions } from './detailsPanel';

export type DetailsPanelsOptions = Omit<DetailsPanelOptions, 'open'>;

/** The details panels: one that follows the user from job to job, and those that are kept. */
export class DetailsPanels implements Panels {
  private readonly panels: JobPanels<DetailsPanel>;

  constructor(options: DetailsPanelsOptions) {
    const all = {
      ...options,
      open: (other: JobIdentity) => this.open(other),
    };
    this.panels = new JobPanels((place) => new DetailsPanel(place, all));
  }

  show({ accountId, job, ...entry }: JobEntry): void {
    this.open({ accountId, jobId: job.id, name: workName({ ...entry, job }) });
  }

  restore(panel: vscode.WebviewPanel, identity: unknown): void {
    this.panels.restore(panel, identity);
  }

  dispose(): void {
    this.panels.dispose();
  }

  private open(identity: JobIdentity): void {
    this.panels.panelFor(identity).reveal();
  }
}
