import type * as vscode from 'vscode';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { ResultMarks } from '../downloads/resultMarks';
import { COMPARISON_VIEW_TYPE, DETAILS_VIEW_TYPE, JSON_SCHEME, PREVIEW_VIEW_TYPE, TABLE_VIEW_TYPE } from '../ids';
import { LazyDocuments } from '../lazyDocuments';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import type { Watchers } from '../watching/watchers';
import type { ComparisonPanels } from './compare/comparisonPanels';
import type { DetailsPanels } from './details/detailsPanels';
import { LazyPanels } from './lazyPanels';
import type { PreviewPanels } from './preview/previewPanels';
import type { JobTable } from './table/jobTable';

export interface AllPanelsOptions {
  readonly context: vscode.ExtensionContext;
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly loadTransport: () => Promise<Transport>;
  readonly loadMarks: () => Promise<ResultMarks>;
  readonly clock: Clock;
  readonly log: Log;
}

/** All kinds of panels. The code of each is loaded when the first panel of its kind opens. */
export class AllPanels {
  readonly comparisons: LazyPanels<ComparisonPanels>;
  private readonly parts = new DisposableStore();
  private readonly details: LazyPanels<DetailsPanels>;
  private readonly previews: LazyPanels<PreviewPanels>;
  private readonly table: LazyPanels<JobTable>;

  constructor({ context, watchers, loadTransport, loadMarks, ...common }: AllPanelsOptions) {
    const shared = { ...common, extensionUri: context.extensionUri };
    const json = this.parts.add(
      new LazyDocuments(JSON_SCHEME, async (onDidChange) => {
        const { JobJson } = await import('../jobs/jobJson');
        return new JobJson(
          async (accountId, jobId) => (await watchers.clientOf(accountId)).getRawJob(jobId),
          onDidChange,
        );
      }),
    );
    this.details = this.parts.add(
      new LazyPanels(DETAILS_VIEW_TYPE, async () => {
        const { DetailsPanels } = await import('./details/detailsPanels');
        return new DetailsPanels({
          ...shared,
          readJob: async (accountId, jobId) => (await watchers.clientOf(accountId)).getJob(jobId),
          showJson: async (accountId, jobId) => (await json.get()).show(accountId, jobId),
        });
      }),
    );
    this.previews = this.parts.add(
      new LazyPanels(PREVIEW_VIEW_TYPE, async () => {
        const [{ PreviewPanels }, marks, transport] = await Promise.all([
          import('./preview/previewPanels'),
          loadMarks(),
          loadTransport(),
        ]);
        const clientOf = (accountId: string) => watchers.clientOf(accountId);
        return new PreviewPanels({ ...shared, transport, marks, clientOf, state: context.globalState });
      }),
    );
    this.comparisons = this.parts.add(
      new LazyPanels(COMPARISON_VIEW_TYPE, async () => {
        const [{ ComparisonPanels }, marks] = await Promise.all([import('./compare/comparisonPanels'), loadMarks()]);
        const ownFolder = context.globalStorageUri.fsPath;
        return new ComparisonPanels({ ...shared, marks, state: context.globalState, ownFolder });
      }),
    );
    this.table = this.parts.add(
      new LazyPanels(TABLE_VIEW_TYPE, async () => {
        const { JobTable } = await import('./table/jobTable');
        return new JobTable({
          ...shared,
          state: context.workspaceState,
          manifest: context.extension.packageJSON as unknown,
        });
      }),
    );
  }

  async showDetails(entry: JobEntry): Promise<void> {
    (await this.details.get()).show(entry);
  }

  async previewResult(entry: JobEntry): Promise<void> {
    await (await this.previews.get()).show(entry);
  }

  async openTable(picked?: readonly JobEntry[]): Promise<void> {
    (await this.table.get()).show(picked);
  }

  dispose(): void {
    this.parts.dispose();
  }
}
