import type { Report } from './report';

export interface FoundReports {
  readonly reports: readonly Report[];
  /** How many other reports match. */
  readonly more: number;
}

/**
 * The reports that the API can run and that contain every word of `search` in their ID, name, category, or description,
 * up to `limit`. Reports with the words in their names come first.
 */
export function findReports(reports: readonly Report[], search: string, limit: number): FoundReports {
  const words = plain(search)
    .split(/[\s_]+/)
    .filter((word) => word !== '');
  const has = (text: string): boolean => words.every((word) => plain(text).includes(word));
  const able = reports.filter(({ isApiAccessible }) => isApiAccessible);
  const named = able.filter(({ id, name }) => has(`${name} ${id}`));
  const others = able.filter(
    (report) => !named.includes(report) && has(`${report.name} ${report.id} ${report.category} ${report.description}`),
  );
  const found = [...named, ...others];
  return { reports: found.slice(0, limit), more: Math.max(0, found.length - limit) };
}

function plain(text: string): string {
  return text.toLowerCase();
}
