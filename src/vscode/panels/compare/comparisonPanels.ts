import * as vscode from 'vscode';
import type { ComparisonResult } from '../../../core/compare/comparison';
import type { Counterparts } from '../../../core/compare/findCounterpart';
import { fieldsOf } from '../../../core/isRecord';
import { decodeComparisonRequest } from '../../../webviews/comparison/protocol';
import { distinctName, workName } from '../../jobs/jobWords';
import { withNotice } from '../../messages';
import { TableChoices } from '../../tables/tableChoices';
import { bytesInWords } from '../../words/timeWords';
import type { Panels } from '../lazyPanels';
import { type ComparisonIdentity, decodeComparisonIdentity } from './comparisonIdentity';
import { ComparisonPanel, type ComparisonPanelOptions } from './comparisonPanel';
import { type MadeComparison, runComparison } from './runComparison';

export type ComparisonPanelsOptions = Omit<ComparisonPanelOptions, 'choices'> & { readonly state: vscode.Memento };

/** The panels of comparisons, one for each pair of results. */
export class ComparisonPanels implements Panels {
  private readonly panels = new Map<string, ComparisonPanel>();
  private readonly options: ComparisonPanelOptions;

  constructor({ state, ...options }: ComparisonPanelsOptions) {
    this.options = { ...options, choices: new TableChoices(state) };
  }

  /**
   * Compares two downloaded results and shows what changed. Undefined if the user cancels. Throws UserError if they
   * can't be compared.
   */
  async compare(pair: Counterparts): Promise<ComparisonResult | undefined> {
    const made = await this.compareInSight(pair);
    if (made === undefined) {
      return undefined;
    }
    const { before, after } = pair;
    const identity = {
      accountId: after.accountId,
      beforeId: before.job.id,
      afterId: after.job.id,
      name: distinctName(after, this.options.clock.now()),
    };
    const panel = this.panels.get(keyOf(identity)) ?? this.add(identity);
    await panel.show(made);
    panel.reveal();
    return made.rows?.comparison ?? 'same';
  }

  /** Copies cells of the panel that the user works in. `cells` is what the page passed to its menu, not validated. */
  async copy(cells: unknown): Promise<void> {
    const request = decodeComparisonRequest({ ...fieldsOf(cells), kind: 'copy' });
    const panel = [...this.panels.values()].find(({ isActive }) => isActive);
    if (request !== undefined) {
      await panel?.answer(request);
    }
  }

  restore(panel: vscode.WebviewPanel, identity: unknown): void {
    const decoded = decodeComparisonIdentity(identity);
    if (decoded === undefined || this.panels.has(keyOf(decoded))) {
      panel.dispose();
    } else {
      this.add(decoded, panel);
    }
  }

  dispose(): void {
    this.panels.forEach((panel) => panel.end());
  }

  private add(identity: ComparisonIdentity, restored?: vscode.WebviewPanel): ComparisonPanel {
    const key = keyOf(identity);
    const panel = new ComparisonPanel({ identity, restored, onClose: () => this.panels.delete(key) }, this.options);
    this.panels.set(key, panel);
    return panel;
  }

  private compareInSight(pair: Counterparts): Thenable<MadeComparison | undefined> {
    return withNotice(vscode.l10n.t('Comparing {0}', workName(pair.after)), async (notice, token) => {
      const abort = new AbortController();
      const cancellation = token.onCancellationRequested(() => abort.abort());
      let reported = 0;
      try {
        return await runComparison(pair, this.options, abort.signal, ({ readBytes, totalBytes }) => {
          const percent = Math.floor((readBytes / totalBytes) * 100);
          const message = vscode.l10n.t('{0} of {1} read', bytesInWords(readBytes), bytesInWords(totalBytes));
          notice.report({ message, increment: Math.max(0, percent - reported) });
          reported = Math.max(reported, percent);
        });
      } catch (error) {
        if (abort.signal.aborted) {
          return undefined;
        }
        throw error;
      } finally {
        cancellation.dispose();
      }
    });
  }
}

function keyOf({ accountId, beforeId, afterId }: ComparisonIdentity): string {
  return JSON.stringify([accountId, beforeId, afterId]);
}
