import { errorCode } from '../files/fileError';
import { TableError } from './tableError';

/**
 * Runs a read from the disk. Throws TableError for a file that can't be read, and NotPlainError for one that must not
 * be opened.
 */
export async function fromDisk<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (errorCode(error) === 'ENOTPLAIN') {
      throw error;
    }
    throw new TableError('noFile', `${file} can't be read: ${errorCode(error)}`, file);
  }
}
