import type { CellOrder } from './cellOrder';
import type { NumberReader } from './numberReader';

/**
 * Reads the value typed in a column's filter in the same way as the file's cells, money also without its currency. If
 * that fails, reads numbers as the user's language writes them. Undefined for a text column. Pure.
 */
export function limitReader({ type, keyOf }: CellOrder, readNumber: NumberReader): CellOrder['keyOf'] | undefined {
  switch (type) {
    case 'text':
    case 'empty':
      return undefined;
    case 'money':
      return (typed) => keyOf(typed) ?? keyOf(`$${typed}`) ?? readNumber(typed);
    case 'percent':
      return (typed) => keyOf(typed) ?? keyOf(`${typed}%`) ?? readNumber(typed);
    case 'integer':
    case 'decimal':
      return (typed) => keyOf(typed) ?? readNumber(typed);
    default:
      return keyOf;
  }
}
