// Runs in VS Code's extension host: writes down what its own performance view says of an extension.
const fs = require('node:fs');
const vscode = require('vscode');

const IDS = [process.env.BENCH_EXTENSION];

/** The row of an extension: | id | eager | load | call | finish | … in ms. */
function readRow(text, id) {
  const cells = text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find(([, name]) => name === id);
  return cells && cells.slice(3, 6).every((cell) => cell !== '' && Number.isFinite(Number(cell)))
    ? { id, load: Number(cells[3]), call: Number(cells[4]), finish: Number(cells[5]) }
    : undefined;
}

exports.run = async function run() {
  for (const id of IDS) {
    const extension = vscode.extensions.getExtension(id);
    if (extension === undefined) {
      throw new Error(
        `${id} is not there, only ${vscode.extensions.all
          .map((known) => known.id)
          .filter((known) => !known.startsWith('vscode.'))
          .join(', ')}`,
      );
    }
    await extension.activate();
  }
  await vscode.commands.executeCommand('perfview.show');
  for (let tries = 0; tries < 100; tries++) {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf');
    const rows = document === undefined ? [] : IDS.map((id) => readRow(document.getText(), id));
    if (rows.length > 0 && rows.every((row) => row !== undefined)) {
      fs.appendFileSync(process.env.BENCH_REPORT, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The performance view did not show the extension.');
};
