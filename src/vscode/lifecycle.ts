/**
 * Collects disposables and disposes of them in reverse order. Takes VS Code's disposables and core's plain functions.
 */
export class DisposableStore {
  private readonly items: (() => unknown)[] = [];

  add<T extends { dispose(): unknown }>(item: T): T {
    this.items.push(() => item.dispose());
    return item;
  }

  addFunction(dispose: () => unknown): void {
    this.items.push(dispose);
  }

  dispose(): void {
    for (let dispose = this.items.pop(); dispose !== undefined; dispose = this.items.pop()) {
      dispose();
    }
  }
}
