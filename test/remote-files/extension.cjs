// @ts-check
// A file system that VS Code takes for one that is not on a disk: `remote-files:/some/folder` shows that folder of it.
const fs = require('node:fs');
const vscode = require('vscode');

/** @param {vscode.Uri} uri */
function stat(uri) {
  const found = fs.statSync(uri.path, { throwIfNoEntry: false });
  if (!found) {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
  const type = found.isDirectory() ? vscode.FileType.Directory : vscode.FileType.File;
  return { type, ctime: found.ctimeMs, mtime: found.mtimeMs, size: found.size };
}

/** @param {vscode.ExtensionContext} context */
exports.activate = (context) => {
  const changes = new vscode.EventEmitter();
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('remote-files', {
      onDidChangeFile: changes.event,
      watch: () => ({ dispose() {} }),
      stat,
      readDirectory: (uri) => fs.readdirSync(uri.path).map((name) => [name, stat(vscode.Uri.joinPath(uri, name)).type]),
      createDirectory: (uri) => void fs.mkdirSync(uri.path, { recursive: true }),
      readFile: (uri) => (stat(uri), fs.readFileSync(uri.path)),
      writeFile: (uri, bytes) => fs.writeFileSync(uri.path, bytes),
      delete: (uri) => fs.rmSync(uri.path, { recursive: true }),
      rename: (from, to) => fs.renameSync(from.path, to.path),
    }),
  );
};
