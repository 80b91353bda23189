import type { CommandHandler, CommandHandlers } from '../commands/commands';
import { lazy } from '../lazy';
import type { AnalysisOptions } from './analysis';

type AnalysisCommand = 'copyReadingCode' | 'newNotebook' | 'openResultWith';

/** The commands that hand a result over to other programs. Their code is loaded when the first one runs. */
export function analysisCommands(options: AnalysisOptions): Pick<CommandHandlers, AnalysisCommand> {
  const load = lazy(async () => new (await import('./analysis')).Analysis(options));
  const handler =
    (id: AnalysisCommand): CommandHandler =>
    async (argument, selection) =>
      (await load())[id](argument, selection);
  return {
    copyReadingCode: handler('copyReadingCode'),
    newNotebook: handler('newNotebook'),
    openResultWith: handler('openResultWith'),
  };
}
