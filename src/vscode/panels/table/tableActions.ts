import { TABLE_ACTIONS, type TableAction, type TableActionView } from '../../../webviews/table/protocol';
import { actionWords } from '../../words/actionWords';

/** Actions that open a tab, so they aren't offered for several rows. */
const FOR_ONE: readonly TableAction[] = ['openResult', 'previewResult', 'showDetails'];

/** The table's buttons, in order. */
export function tableActionViews(): readonly TableActionView[] {
  return TABLE_ACTIONS.map((action) => ({ action, ...actionWords(action), isForOne: isForOne(action) }));
}

function isForOne(action: TableAction): boolean {
  return FOR_ONE.includes(action);
}
