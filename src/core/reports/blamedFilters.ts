import type { ApiError, FieldError } from '../apiError';
import type { ReportFilter } from './report';

/**
 * The filters that an error is about, by query name, with what the server says about each: the fields that it names or,
 * if there are none, filters whose query name its message contains.
 */
export function blamedFilters(
  { fields, serverMessage = '' }: Pick<ApiError, 'fields' | 'serverMessage'>,
  filters: readonly Pick<ReportFilter, 'name' | 'queryName'>[],
): readonly FieldError[] {
  const named = fields.flatMap(({ field, message }) => {
    const filter = filters.find(
      ({ name, queryName }) => plain(queryName) === plain(field) || plain(name) === plain(field),
    );
    return filter === undefined ? [] : [{ field: filter.queryName, message: message || serverMessage }];
  });
  if (named.length > 0) {
    return named;
  }
  const words = new Set(serverMessage.toUpperCase().match(/\w+/g) ?? []);
  return filters
    .filter(({ queryName }) => words.has(queryName.toUpperCase()))
    .map(({ queryName }) => ({ field: queryName, message: serverMessage }));
}

/** Treats `START_DATE`, `Start Date`, and `startDate` as equal. */
function plain(name: string): string {
  return name.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}
