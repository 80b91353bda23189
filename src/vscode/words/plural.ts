import * as vscode from 'vscode';
import { pluralForm } from '../../core/pluralForm';

/** The sentence about a count, `one` or `other`, that VS Code's language uses with it. Both contain the count. */
export function plural(count: number, one: string, other: string): string {
  return pluralForm({ one, other }, count, vscode.env.language);
}
