import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import { lazy, type Lazy } from '../lazy';

/** The panels of one kind, as a bundle makes them. */
export interface Panels {
  /** Takes over a panel that VS Code kept over a reload. `identity` is what `Panel` was made with, and data. */
  restore(panel: vscode.WebviewPanel, identity: unknown): void;
  dispose(): void;
}

/** All that is loaded of a kind of panel until the first is opened, or restored after a reload. */
export class LazyPanels<P extends Panels> {
  readonly get: Lazy<P>;
  private readonly registration: vscode.Disposable;

  constructor(viewType: string, load: () => Promise<P>) {
    this.get = lazy(load, (panels) => panels.dispose());
    this.registration = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await this.get()).restore(panel, identityOf(state)),
    });
  }

  dispose(): void {
    this.registration.dispose();
    this.get.dispose();
  }
}

/** The kit's pages keep it beside what they keep of their own. */
function identityOf(state: unknown): unknown {
  return fieldsOf(state)['identity'];
}
