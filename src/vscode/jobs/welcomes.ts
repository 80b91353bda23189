import { fieldsOf } from '../../core/isRecord';
import type { ViewState } from './viewState';

/** A command in a welcome, for example `[Refresh](command:impactJobs.refresh)`. */
export interface WelcomeAction {
  readonly label: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** What a page without rows says, and the next steps. */
export interface Welcome {
  readonly sentences: readonly string[];
  readonly actions: readonly WelcomeAction[];
}

const ACTION = /^\[([^\]]+)\]\(command:([\w.]+)(?:\?([^)]*))?\)$/;
const STORED = 'impactJobs.hasStoredAccounts';

/**
 * The words that the jobs view shows in a state, read from package.json, so that pages without rows say the same in the
 * user's language. Undefined if the view has none. `manifest` is the extension's `packageJSON`, which VS Code
 * translates.
 */
export function welcomeOf(manifest: unknown, state: ViewState, hasStoredAccounts: boolean): Welcome | undefined {
  const { viewsWelcome } = fieldsOf(fieldsOf(manifest)['contributes']);
  const welcomes = Array.isArray(viewsWelcome) ? viewsWelcome.map(fieldsOf) : [];
  const found = welcomes.find(({ view, when }) => {
    const parts = typeof when === 'string' ? when.split(/ && | \|\| /) : [];
    return (
      view === 'impactJobs.jobs' &&
      parts.includes(`impactJobs.viewState == ${state}`) &&
      !parts.includes(hasStoredAccounts ? `!${STORED}` : STORED)
    );
  });
  const lines = typeof found?.['contents'] === 'string' ? found['contents'].split('\n') : [];
  const actions = lines.flatMap((line) => {
    const [, label, command, query] = ACTION.exec(line) ?? [];
    return label === undefined || command === undefined
      ? []
      : [{ label, command, arguments: query === undefined ? [] : argumentsIn(query) }];
  });
  return found && { sentences: lines.filter((line) => !ACTION.test(line)), actions };
}

function argumentsIn(query: string): readonly unknown[] {
  const value: unknown = JSON.parse(decodeURIComponent(query));
  return Array.isArray(value) ? value : [value];
}
