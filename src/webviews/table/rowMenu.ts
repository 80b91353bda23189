import { jobOfKey } from '../../core/jobs/jobEntry';
import type { TableRow } from './protocol';

/**
 * What VS Code gets when the menu of these rows opens. `webviewItem` is what the menus in package.json match, like a
 * tree row's `viewItem`. The command that the user selects gets the rest: `isFromUser` in src/vscode/caller.ts.
 */
export function rowMenu(rows: readonly TableRow[]): object {
  const can = new Set(rows.flatMap((row) => row.can));
  return {
    webviewItem: ['job', ...can].join(' '),
    fromUser: true,
    jobs: rows.map(({ id }) => jobOfKey(id)),
  };
}
