import { fieldsOf, isRecord } from '../isRecord';
import { type Filters, readFilterValue } from '../reports/filterValues';

/** More than the filters of any report. A question shows them all. */
const MAX_TEXTS = 40;

/** A tool's input is invalid. The message tells the model what's expected. */
export class ToolInputError extends Error {
  readonly kind = 'toolInput';
  override readonly name = 'ToolInputError';
}

/**
 * Reads the fields of a tool's input. A model writes the input, so it can contain anything. Every method throws
 * ToolInputError.
 */
export class ToolInput {
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(input: unknown) {
    this.fields = fieldsOf(input);
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) {
      throw new ToolInputError(`"${name}" is missing: it takes a text`);
    }
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null || value === '') {
      return undefined;
    }
    if (typeof value !== 'string') {
      throw new ToolInputError(`"${name}" takes a text, not ${JSON.stringify(value)}`);
    }
    return value;
  }

  /** Reads a whole number from `least` to `most`. */
  optionalInteger(name: string, least: number, most: number): number | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      throw new ToolInputError(`"${name}" takes a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
    }
    return value;
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== 'boolean') {
      throw new ToolInputError(`"${name}" takes true or false, not ${JSON.stringify(value)}`);
    }
    return value;
  }

  optionalOneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.optionalText(name);
    const word = words.find((known) => known.toLowerCase() === value?.toLowerCase());
    if (value !== undefined && word === undefined) {
      throw new ToolInputError(`"${name}" takes one of ${words.join(', ')}, not ${JSON.stringify(value)}`);
    }
    return word;
  }

  /** A list of texts without duplicates. */
  optionalTexts(name: string, most: number): readonly string[] | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) {
      return undefined;
    }
    const isText = (one: unknown): one is string => typeof one === 'string' && one.trim() !== '';
    if (
      !Array.isArray(value) ||
      value.length === 0 ||
      value.length > most ||
      !value.every(isText) ||
      new Set(value).size < value.length
    ) {
      throw new ToolInputError(
        `"${name}" takes a list of 1 to ${most} texts without duplicates, not ${JSON.stringify(value)}`,
      );
    }
    return value;
  }

  /** Throws if the input has one of these fields. `why` says where it belongs. */
  refuse(names: readonly string[], why: string): void {
    const name = names.find((one) => (this.fields[one] ?? undefined) !== undefined);
    if (name !== undefined) {
      throw new ToolInputError(`"${name}" ${why}`);
    }
  }

  /** An object of texts or lists of texts. Reads numbers and booleans as texts. */
  filters(name: string): Filters {
    const value = this.fields[name] ?? {};
    if (!isRecord(value)) {
      throw new ToolInputError(`"${name}" takes an object of texts, not ${JSON.stringify(value)}`);
    }
    if (Object.keys(value).length > MAX_TEXTS) {
      throw new ToolInputError(`"${name}" takes at most ${MAX_TEXTS} texts`);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, field]: [string, unknown]) => {
        const read = readFilterValue(field);
        if (read === undefined) {
          throw new ToolInputError(`"${name}.${key}" takes a text or a list of texts, not ${JSON.stringify(field)}`);
        }
        return [key, read];
      }),
    );
  }
}
