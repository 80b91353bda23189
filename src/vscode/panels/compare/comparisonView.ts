import * as vscode from 'vscode';
import type { Comparison } from '../../../core/compare/comparison';
import type { Difference, ListedDifferences } from '../../../core/compare/differences';
import type { Counterparts } from '../../../core/compare/findCounterpart';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import type { ComparisonView, SumView } from '../../../webviews/comparison/protocol';
import { fullTime, numberInWords } from '../../words/timeWords';
import { comparisonCaveats } from '../../compare/comparisonCaveats';

export interface ComparisonViewOptions {
  readonly pair: Counterparts;
  readonly comparison: Comparison;
  readonly differences: ListedDifferences;
  readonly firstRows: readonly Difference[];
  readonly comparisonId: number;
}

/** A comparison as its page shows it. */
export function comparisonView({
  pair,
  comparison,
  differences,
  firstRows,
  comparisonId,
}: ComparisonViewOptions): ComparisonView {
  const { added, removed, changed, key, totals = [], changedColumns } = comparison;
  const changedLabels = new Set(changedColumns.map(({ column }) => column));
  const all = added + removed + changed;
  return {
    comparisonId,
    sentence: `${timeOf(pair.before)} → ${timeOf(pair.after)}`,
    facts: [
      vscode.l10n.t('Unchanged rows: {0}', numberInWords(comparison.unchanged)),
      ...(key.kind === 'columns' ? [vscode.l10n.t('Rows are matched by {0}.', key.columns.join(' + '))] : []),
    ],
    caveats: [
      ...(key.kind === 'columns'
        ? []
        : [
            vscode.l10n.t(
              'No column or combination of columns identifies the rows, so whole rows are compared. A changed row counts as one removed and one added.',
            ),
          ]),
      ...(differences.rows < all
        ? [
            vscode.l10n.t(
              'Only the first {0} of {1} rows that differ are listed. The sums are of all rows.',
              numberInWords(differences.rows),
              numberInWords(all),
            ),
          ]
        : []),
      ...(differences.hasCutCells ? [vscode.l10n.t('Long cells are cut. The files have the whole text.')] : []),
      ...comparisonCaveats(comparison),
    ],
    columns: differences.columns.map(({ label, type, isKey }) => ({
      label,
      type,
      isKey,
      isChanged: changedLabels.has(label),
    })),
    counts: { changed, added, removed },
    rows: differences.rows,
    firstRows,
    sums: totals
      .map(({ column, currency = '', isMoney, before, after }): SumView => ({
        column,
        currency,
        isMoney,
        before,
        after,
      }))
      .sort((a, b) => Number(b.isMoney) - Number(a.isMoney)),
  };
}

/** When a result was completed or, if that isn't known, its job. */
function timeOf({ job }: JobEntry): string {
  return job.completedAt === undefined ? job.id : fullTime(job.completedAt);
}
