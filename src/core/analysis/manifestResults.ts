import { fieldsOf } from '../isRecord';
import { parsed } from '../parsed';

/** A result that a manifest names. */
export interface ManifestResult {
  /** The name of a file beside the manifest. */
  readonly file: string;
  readonly title: string;
  readonly set: string | undefined;
  readonly jobId: string | undefined;
}

/**
 * The newest result of each export in a manifest. Leaves out what can't be read, and names that lead to another folder.
 * Undefined for a file that is no manifest. Pure.
 */
export function manifestResults(text: string): readonly ManifestResult[] | undefined {
  const { version, files } = fieldsOf(parsed(text.replace(/^\ufeff/, '')));
  if (version !== 1 || !Array.isArray(files)) {
    return undefined;
  }
  const newest = new Map<string, ManifestResult>();
  for (const listed of files) {
    const { file, export: name, set, job } = fieldsOf(listed);
    if (typeof file === 'string' && /^[^/\\]+$/.test(file) && !/^\.{1,2}$/.test(file)) {
      const title = typeof name === 'string' ? name : file;
      const ofSet = typeof set === 'string' ? set : undefined;
      const { id } = fieldsOf(job);
      newest.set(JSON.stringify([ofSet, title]), {
        file,
        title,
        set: ofSet,
        jobId: typeof id === 'string' ? id : undefined,
      });
    }
  }
  return [...newest.values()];
}
