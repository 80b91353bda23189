import { errorCode } from '../files/fileError';
import { TableError } from './tableError';

/** Reads from the disk. Throws TableError for a file that cannot be read, and NotPlainError for what must not be opened. */
export async function fromDisk<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (errorCode(error) === 'ENOTPLAIN') {
      throw error;
    }
    throw new TableError('noFile', `${file} cannot be read: ${errorCode(error)}`, file);
  }
}
