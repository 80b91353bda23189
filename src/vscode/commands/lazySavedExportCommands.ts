import type { CommandHandler, CommandHandlers } from './commands';
import type { SavedExportCommand, SavedExportCommands, SavedExportCommandsOptions } from './savedExportCommands';

/** The commands of saved exports, whose code is loaded when the first of them is run. */
export class LazySavedExportCommands {
  private loaded: Promise<SavedExportCommands> | undefined;

  constructor(private readonly options: SavedExportCommandsOptions) {}

  get handlers(): Pick<CommandHandlers, SavedExportCommand> {
    return {
      runSavedExport: this.handler('runSavedExport'),
      resumeSavedRuns: this.handler('resumeSavedRuns'),
      saveExport: this.handler('saveExport'),
      newExportSet: this.handler('newExportSet'),
      editSavedExport: this.handler('editSavedExport'),
      renameSavedExport: this.handler('renameSavedExport'),
      deleteSavedExport: this.handler('deleteSavedExport'),
      openSavedExports: this.handler('openSavedExports'),
      openSavedExportFile: this.handler('openSavedExportFile'),
    };
  }

  dispose(): void {
    void this.loaded?.then((commands) => commands.dispose());
  }

  private handler(id: SavedExportCommand): CommandHandler {
    return async (argument, selection) => {
      this.loaded ??= import('./savedExportCommands').then(({ SavedExportCommands }) => new SavedExportCommands(this.options));
      return (await this.loaded).handlers[id](argument, selection);
    };
  }
}
