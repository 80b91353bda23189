import { type Account, accountRef, payerKind } from '../account';
import { DEFAULT_BASE_URL } from '../api/baseUrl';
import { plainText } from '../api/plainText';
import { DEFAULTS } from '../defaults';
import { SAVED_EXPORTS_FILE } from '../savedExports/savedExport';
import { inertForGitHub } from './inertForGitHub';
import { quoteForShell } from './quoteForShell';

export interface WorkflowTask {
  readonly account: Pick<Account, 'kind' | 'sid' | 'brandId' | 'baseUrl'>;
  /** The names of saved exports and sets in the file of the repository. */
  readonly names: readonly string[];
  /** The version of the command line. */
  readonly version: string;
}

const MAX_TITLE_CHARS = 80;

/**
 * Creates a GitHub Actions workflow that runs saved exports of the committed file with the command line, and uploads
 * the folder with the results and the manifest, also if some are missing. Nothing in the task is evaluated as an
 * expression.
 */
export function githubWorkflow({ account, names, version }: WorkflowTask): string {
  const title = plainText(names.join(', '), MAX_TITLE_CHARS);
  const tarball = `impact-jobs-${version}.tgz`;
  const { baseUrl, brandId } = account;
  const server = baseUrl === DEFAULT_BASE_URL ? '' : `\n          IMPACT_API_BASE_URL: ${quoteForYaml(baseUrl)}`;
  const brand = brandId === undefined ? [] : ['--account', accountRef(account)];
  // After `--`, a name that begins with a hyphen is no option.
  const words = ['run', ...brand, '--timeout', '170', '--', ...names.map(quoteName)];
  return `# Runs saved exports and keeps the results with the run.
# 1. Save this file as .github/workflows/impact-jobs.yml.
# 2. Commit ${SAVED_EXPORTS_FILE} and ${tarball}, which npm pack makes in a clone of impact-jobs.
# 3. Add the token as the repository secret IMPACT_AUTH_TOKEN.
name: ${quoteForYaml(`impact.com: ${title}`)}
on:
  workflow_dispatch:
  schedule:
    - cron: '23 6 * * *' # every day at 06:23 UTC
permissions:
  contents: read
concurrency: impact-jobs
jobs:
  run:
    runs-on: ubuntu-latest
    timeout-minutes: 180
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - name: Run saved exports
        shell: bash
        env:
          IMPACT_ACCOUNT_KIND: ${payerKind(account)}
          IMPACT_ACCOUNT_SID: ${quoteForYaml(account.sid)}
          IMPACT_AUTH_TOKEN: \${{ secrets.IMPACT_AUTH_TOKEN }}${server}
        run: |
          npm exec --yes --package=./${tarball} -- impact-jobs ${words.join(' ')}
      - uses: actions/upload-artifact@v4
        if: \${{ !cancelled() }}
        with:
          name: ${DEFAULTS.folder}
          path: ${DEFAULTS.folder}
          if-no-files-found: error
`;
}

/** One word for a shell that GitHub evaluates nothing in: `$''{{` is `\${{` to a shell only. */
function quoteName(name: string): string {
  return quoteForShell(name).replaceAll('${{', () => "$''{{");
}

function quoteForYaml(text: string): string {
  return inertForGitHub(`'${text.replaceAll("'", "''")}'`);
}
