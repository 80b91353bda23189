import { plainText } from '../api/plainText';
import { fieldsOf } from '../isRecord';

/** A program of a brand, or one that a partner has joined. */
export interface Program {
  readonly id: string;
  readonly name: string;
}

const ID = /^\d{1,20}$/;
const MAX_NAME_CHARS = 120;

/** Decodes the rows of a list of programs. Leaves out rows without an ID or a name. */
export function decodePrograms(rows: readonly unknown[]): readonly Program[] {
  return rows.flatMap((row) => {
    const fields = fieldsOf(row);
    const id = textOf(fields['CampaignId'] ?? fields['Id'] ?? fields['ProgramId']);
    const name = textOf(fields['CampaignName'] ?? fields['Name'] ?? fields['ProgramName']);
    return ID.test(id) && name !== '' && name !== id ? [{ id, name }] : [];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? plainText(String(value), MAX_NAME_CHARS) : '';
}
