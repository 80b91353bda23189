import * as vscode from 'vscode';

/** Files in memory, of whose changes VS Code gets no word, as on some network drives. Their scheme is `silent`. */
export class SilentFiles implements vscode.FileSystemProvider {
  static readonly scheme = 'silent';
  private readonly files = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();
  /** Goes up across all instances, because VS Code ignores a time before one that it knows. */
  private static writes = 0;

  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  // VS Code reads the event at this moment, so it has to exist.
  private readonly registration = vscode.workspace.registerFileSystemProvider(SilentFiles.scheme, this);
  /** Called after each read, as another program would come between. */
  afterRead: (() => void) | undefined;

  /** Changes a file as another program does. */
  write(uri: vscode.Uri, text: string): void {
    this.writeFile(uri, Buffer.from(text));
  }

  read(uri: vscode.Uri): string {
    return Buffer.from(this.file(uri).bytes).toString('utf8');
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, mtime } = this.file(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const { bytes } = this.file(uri);
    this.afterRead?.();
    return bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    this.files.set(uri.toString(), { bytes, mtime: ++SilentFiles.writes });
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    // Folders are whatever names its files have.
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.toString());
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.registration.dispose();
  }

  private file(uri: vscode.Uri): { readonly bytes: Uint8Array; readonly mtime: number } {
    const file = this.files.get(uri.toString());
    if (file === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return file;
  }
}
