import * as vscode from 'vscode';

/** Files in memory whose provider replaces whatever has a name, and can be made to fail. Their scheme is `careless`. */
export class CarelessFiles implements vscode.FileSystemProvider {
  static readonly scheme = 'careless';
  private readonly files = new Map<string, Uint8Array>();
  private readonly registration: vscode.Disposable;
  /** Names of which `stat` cannot tell anything. */
  readonly unknown = new Set<string>();
  isFull = false;

  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor() {
    this.registration = vscode.workspace.registerFileSystemProvider(CarelessFiles.scheme, this);
  }

  get contents(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    if (this.unknown.has(nameOf(uri))) {
      throw vscode.FileSystemError.Unavailable('The server is busy');
    }
    const folder = { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    return uri.path.split('/').length < 3
      ? folder
      : { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const bytes = this.files.get(nameOf(uri));
    if (bytes === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    if (this.isFull) {
      throw vscode.FileSystemError.Unavailable('The server is full');
    }
    this.files.set(nameOf(uri), bytes);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.files.set(nameOf(to), this.readFile(from));
    this.files.delete(nameOf(from));
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(nameOf(uri));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    // There is one.
  }

  dispose(): void {
    this.registration.dispose();
  }
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
