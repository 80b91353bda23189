import { plainText } from '../api/plainText';

const MAX_NAME_CHARS = 120;
/** Format, and for a packed file, the format in it. */
const ENDINGS = /(?:\.(?:csv|tsv|json|ndjson|jsonl|xml|txt|zip|gz|xlsx?))+$/i;
/** A month, a date or time and all that follows it, or a number in parentheses. */
const DATE = /[\s_.-]*(?:\d{4}-?\d{2}-?\d{2}.*|\d{4}-\d{2}|\(\d+\))$/;
const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi;
/** Names that say nothing. */
const GENERIC = /^(?:results?|downloads?|exports?|reports?|files?|data|jobs?|output|records|untitled|api ?report)$/i;

/**
 * The report's name in the server's name for a result's file: `Action Listing` of `Action_Listing_2026-11-23.csv`.
 * Undefined if the name says nothing, such as the job's ID or its type.
 */
export function learnedName(fileName: string | undefined, type: string): string | undefined {
  const stem = plainText((fileName ?? '').slice(0, 1000), 300)
    .replace(ENDINGS, '')
    .replace(UUID, '')
    .replace(DATE, '')
    .replace(/[_\s]+/g, ' ')
    .replace(/^[\s.-]+|[\s.-]+$/g, '');
  const isName = /\p{L}{3}/u.test(stem) && !/^[\da-f]{8,}$/i.test(stem) && !GENERIC.test(stem);
  return isName && stem.toLowerCase() !== type.toLowerCase() ? plainText(stem, MAX_NAME_CHARS) : undefined;
}
