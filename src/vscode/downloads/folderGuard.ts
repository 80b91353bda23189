import * as vscode from 'vscode';
import { leadsOutside } from '../../core/files/leadsOutside';
import { UserError } from '../words/userError';
import { isConfirmed } from '../messages';

const ALLOWED_KEY = 'impactJobs.linkedFolders';

/**
 * Keeps results inside the workspace. If a folder of the workspace is a link that leads elsewhere, asks the user before
 * it's read or written, and refuses in Restricted Mode. Doesn't check folders that the user chose outside the
 * workspace.
 */
export class FolderGuard {
  private readonly asked = new Map<string, Promise<boolean>>();

  constructor(private readonly workspaceState: vscode.Memento) {}

  /** Whether the folder may be read without a request from the user. */
  async mayLook(folder: string): Promise<boolean> {
    return !isOfWorkspace(folder) || (vscode.workspace.isTrusted && (await this.strayPlace(folder)) === undefined);
  }

  /** Throws UserError if the folder leads out of the workspace and the user hasn't allowed it. */
  async check(folder: string): Promise<void> {
    const place = await this.strayPlace(folder);
    if (place !== undefined) {
      throw new UserError(
        vscode.l10n.t("{0} is a link to {1}, outside the workspace, so it wasn't followed.", folder, place),
      );
    }
  }

  /**
   * Asks the user if the folder leads out of the workspace, and remembers a yes for its target. False if the user says
   * no. Throws UserError in Restricted Mode.
   */
  async allow(folder: string): Promise<boolean> {
    const place = await this.strayPlace(folder);
    if (place === undefined) {
      return true;
    }
    if (!vscode.workspace.isTrusted) {
      return this.check(folder).then(() => true);
    }
    // Results that complete together cause only one question.
    const answer = this.asked.get(place) ?? this.ask(folder, place).finally(() => this.asked.delete(place));
    this.asked.set(place, answer);
    return answer;
  }

  private async ask(folder: string, place: string): Promise<boolean> {
    const isAllowed = await isConfirmed(
      vscode.l10n.t('The download folder is a link to a location outside the workspace. Download results there?'),
      vscode.l10n.t('Download There'),
      vscode.l10n.t('{0} leads to {1}.', vscode.workspace.asRelativePath(folder), place),
    );
    if (isAllowed) {
      await this.workspaceState.update(ALLOWED_KEY, [...this.allowed, place]);
    }
    return isAllowed;
  }

  private get allowed(): readonly string[] {
    return this.workspaceState.get<readonly string[]>(ALLOWED_KEY, []);
  }

  /** The target of a workspace folder that leads outside without permission. */
  private async strayPlace(folder: string): Promise<string | undefined> {
    if (!isOfWorkspace(folder)) {
      return undefined;
    }
    const roots = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const place = await leadsOutside(
      folder,
      roots.map(({ uri }) => uri.fsPath),
    );
    const isAllowed = place !== undefined && vscode.workspace.isTrusted && this.allowed.includes(place);
    return isAllowed ? undefined : place;
  }
}

function isOfWorkspace(folder: string): boolean {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined;
}
