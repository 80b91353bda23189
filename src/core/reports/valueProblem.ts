import { isDay } from './calendar';
import type { ReportFilter } from './report';

export type ValueProblem = 'notADay' | 'notABoolean' | 'notAnInteger' | 'notADecimal';

const MOMENT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d{2}:?\d{2})?$/;

/** What is wrong with a filter's value, as far as its type shows. An empty value is valid. */
export function problemOf({ type }: Pick<ReportFilter, 'type'>, value: string): ValueProblem | undefined {
  if (value === '') {
    return undefined;
  }
  switch (type) {
    case 'date':
      return isDay(value.slice(0, 10)) && (value.length === 10 || MOMENT.test(value)) ? undefined : 'notADay';
    case 'boolean':
      return /^(true|false|0|1)$/.test(value) ? undefined : 'notABoolean';
    case 'integer':
      return /^-?\d{1,18}$/.test(value) ? undefined : 'notAnInteger';
    case 'decimal':
      return /^-?\d{1,18}(\.\d{1,18})?$/.test(value) ? undefined : 'notADecimal';
    case 'text':
      return undefined;
  }
}
