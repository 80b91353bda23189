import * as vscode from 'vscode';
import { jobLinkPath, readJobLink } from '../../core/links/jobLink';
import type { JobSources } from '../jobs/findJob';
import { EXTENSION_ID } from '../ids';

/** The link that opens a job in the editor of whoever follows it. */
export function jobLink(jobId: string, accountSid: string): string {
  const { path, query } = jobLinkPath({ jobId, accountSid });
  return `${vscode.env.uriScheme}://${EXTENSION_ID}${path}${query === '' ? '' : `?${query}`}`;
}

/** Opens the jobs of links, after VS Code has asked the user for permission. */
export class JobLinks implements vscode.UriHandler {
  constructor(private readonly sources: Pick<JobSources, 'accounts' | 'store'>) {}

  async handleUri(uri: vscode.Uri): Promise<void> {
    const { openJobLink } = await import('./openJobLink');
    await openJobLink(readJobLink(uri), this.sources);
  }
}
