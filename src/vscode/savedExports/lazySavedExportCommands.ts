import type { Job } from '../../core/jobs/job';
import type { SavedExport } from '../../core/savedExports/savedExport';
import { hasPendingRuns } from './pendingState';
import type { CommandHandler, CommandHandlers } from '../commands/commands';
import { lazy } from '../lazy';
import type { FollowRun } from './followRun';
import type { SavedExportCommand } from './savedExportCommands';
import type { SavedExportCommandsOptions } from './savedExportCommandsOptions';

/**
 * The commands of saved exports. Their code is loaded when the first one runs, or if runs from an earlier window have
 * to be resumed.
 */
export class LazySavedExportCommands {
  private readonly load = lazy(
    async () => new (await import('./savedExportCommands')).SavedExportCommands(this.options),
    (commands) => commands.dispose(),
  );

  constructor(private readonly options: SavedExportCommandsOptions) {
    if (hasPendingRuns(options.context)) {
      void this.load().catch((error: unknown) => options.log.error("Can't resume runs of saved exports", error));
    }
  }

  get handlers(): Pick<CommandHandlers, SavedExportCommand> {
    return {
      runSavedExport: this.handler('runSavedExport'),
      saveExport: this.handler('saveExport'),
      newExportSet: this.handler('newExportSet'),
      editSavedExport: this.handler('editSavedExport'),
      renameSavedExport: this.handler('renameSavedExport'),
      deleteSavedExport: this.handler('deleteSavedExport'),
      openSavedExports: this.handler('openSavedExports'),
      openSavedExportFile: this.handler('openSavedExportFile'),
    };
  }

  /** Runs for tasks. */
  get followRun(): FollowRun {
    return async (found, watcher) => (await this.load()).follow(found, watcher);
  }

  /** Marks the runs that other windows have started in their rows. */
  async lookForRuns(): Promise<void> {
    await (await this.load()).lookForRuns();
  }

  /** Runs an export that isn't saved. */
  async runUnsaved(saved: SavedExport): Promise<readonly Job[]> {
    return (await this.load()).runUnsaved(saved);
  }

  dispose(): void {
    this.load.dispose();
  }

  private handler(id: SavedExportCommand): CommandHandler {
    return async (argument, selection) => (await this.load()).handlers[id](argument, selection);
  }
}
