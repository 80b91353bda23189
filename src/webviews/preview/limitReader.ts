import type { CellOrder } from '../../core/rows/cellOrder';
import type { NumberReader } from '../../core/rows/numberReader';

/**
 * Reads what is typed into a column's filter as the file's cells are read, money without its currency too; what makes
 * no sense so, as the user's language writes numbers. Undefined for a column of texts. Pure.
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
