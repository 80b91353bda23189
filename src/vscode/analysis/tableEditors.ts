import * as vscode from 'vscode';
import { contributedEditors, contributionsOf } from '../../core/analysis/contributedEditors';
import { HAS_TABLE_EDITORS_KEY } from '../ids';

/** An editor for tables that another extension brings. */
export interface TableEditor {
  readonly name: string;
  readonly extension: string;
  readonly open: (file: vscode.Uri) => Thenable<unknown>;
}

/** An extension that opens files through a command of its own. */
interface CommandEditor {
  readonly name: string;
  readonly extension: string;
  readonly command: string;
  readonly files: RegExp;
  /** Whether the command acts on the text editor with the focus, not on the file that it's given. */
  readonly needsTextEditor: boolean;
}

const COMMAND_EDITORS: readonly CommandEditor[] = [
  {
    name: 'Data Wrangler',
    extension: 'ms-toolsai.datawrangler',
    command: 'dataWrangler.openInDataWrangler',
    files: /\.(?:csv|tsv|parquet)$/i,
    needsTextEditor: false,
  },
  {
    name: 'Edit CSV',
    extension: 'janisdd.vscode-edit-csv',
    command: 'edit-csv.edit',
    files: /\.(?:csv|tsv)$/i,
    needsTextEditor: true,
  },
];

type Installed = Pick<vscode.Extension<unknown>, 'id' | 'packageJSON'>;

const RESULT_NAMES = ['a.csv', 'a.tsv'];

/** Whether an editor for tables is installed, for CSV or TSV. */
export function hasTableEditors(): boolean {
  return RESULT_NAMES.some((name) => tableEditors(name).length > 0);
}

/** Keeps the context key up to date that shows and hides the command. */
export function watchTableEditors(): vscode.Disposable {
  const publish = (): unknown => vscode.commands.executeCommand('setContext', HAS_TABLE_EDITORS_KEY, hasTableEditors());
  publish();
  return vscode.extensions.onDidChange(publish);
}

/** The editors for tables that are installed and accept a file of this name. */
export function tableEditors(
  fileName: string,
  installed: readonly Installed[] = vscode.extensions.all,
): readonly TableEditor[] {
  return [
    ...COMMAND_EDITORS.filter(({ files }) => files.test(fileName)).flatMap((editor) =>
      commandEditor(editor, installed),
    ),
    ...installed.flatMap((extension) => customEditors(extension, fileName)),
  ];
}

/** A later version of the extension can lack the command. */
function commandEditor(
  { name, extension, command, needsTextEditor }: CommandEditor,
  installed: readonly Installed[],
): readonly TableEditor[] {
  const found = installed.find(({ id }) => id.toLowerCase() === extension);
  const isThere = contributionsOf(found?.packageJSON, 'commands').some(
    (contributed) => contributed['command'] === command,
  );
  const open = async (file: vscode.Uri): Promise<void> => {
    if (needsTextEditor) {
      await vscode.window.showTextDocument(file);
    }
    await vscode.commands.executeCommand(command, file);
  };
  return isThere ? [{ name, extension, open }] : [];
}

function customEditors({ id, packageJSON }: Installed, fileName: string): readonly TableEditor[] {
  return contributedEditors(packageJSON, fileName).map(({ viewType, name }) => ({
    name,
    extension: id,
    open: (file) => vscode.commands.executeCommand('vscode.openWith', file, viewType),
  }));
}
