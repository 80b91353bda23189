import { isRecord } from '../isRecord';
import { readJson, type JsonPlace, placeAt } from './jsonText';

/** What can be written at a place in a file of saved exports, where that depends on the file or the account. */
export type CompletionPlace = Pick<JsonPlace, 'start' | 'end'> &
  (
    | { readonly kind: 'reportId'; readonly account: string | undefined }
    | {
        readonly kind: 'filterName';
        readonly account: string | undefined;
        readonly reportId: string;
        /** Filters that the export has already. */
        readonly present: readonly string[];
        /** Whether the filter has a value, so that only its name is replaced. */
        readonly hasValue: boolean;
      }
    /** `names` are those of the file's exports that the set doesn't contain. */
    | { readonly kind: 'setMember'; readonly names: readonly string[] }
  );

/** The place at an offset. Undefined where the JSON schema says all there is. */
export function completionPlace(text: string, offset: number): CompletionPlace | undefined {
  const { path, isName, start, end } = placeAt(text, offset);
  const [list, index, property, part, ...deeper] = path;
  const { exports, sets } = recordOf(readJson(text).value);
  if (typeof index !== 'number' || deeper.length > 0) {
    return undefined;
  }
  if (list === 'sets' && property === 'exports' && typeof part === 'number' && !isName) {
    const members = rowsOf(recordOf(rowsOf(sets)[index])['exports']);
    const names = rowsOf(exports).flatMap((row) => textOf(recordOf(row)['name']) ?? []);
    const own = members[part];
    return { kind: 'setMember', start, end, names: names.filter((name) => name === own || !members.includes(name)) };
  }
  if (list !== 'exports') {
    return undefined;
  }
  const row = recordOf(rowsOf(exports)[index]);
  const account = textOf(row['account']) ?? rowsOf(row['accounts']).map(textOf)[0];
  const reportId = textOf(row['reportId']);
  if (property === 'reportId' && part === undefined && !isName) {
    return { kind: 'reportId', start, end, account };
  }
  if (property === 'filters' && isName && reportId !== undefined) {
    const present = Object.keys(recordOf(row['filters'])).filter((name) => name !== part);
    const hasValue = start < end && /^\s*:/.test(text.slice(end));
    return { kind: 'filterName', start, end, account, reportId, present, hasValue };
  }
  return undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function rowsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
