/** The latest events of one kind up to a maximum, oldest first. */
export class Recent<T> {
  private readonly items: T[] = [];

  constructor(private readonly limit: number) {}

  get all(): readonly T[] {
    return this.items;
  }

  add(item: T): void {
    this.items.push(item);
    if (this.items.length > this.limit) {
      this.items.shift();
    }
  }
}
