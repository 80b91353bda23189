import { createHash } from 'node:crypto';
import { bashScript } from './bashScript';
import { inertForGitHub } from './inertForGitHub';
import { type ScriptTask, scriptParts } from './scriptTask';

/**
 * Creates a step for a GitHub Actions job that reads the token from a repository secret. Nothing in the task is
 * evaluated as an expression.
 */
export function workflowStep(task: ScriptTask): string {
  const { title, fileName } = scriptParts(task);
  // The action takes a path as a pattern, in which a name such as [EU] means something else. A folder has no such name.
  const folder = `impact-jobs-${createHash('sha256').update(fileName).digest('hex').slice(0, 8)}`;
  const script = `mkdir -p ${folder}\ncd ${folder}\n${bashScript(task)}`
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
  return `- name: ${quoteForYaml(`impact.com: ${title}`)}
  shell: bash
  env:
    IMPACT_AUTH_TOKEN: \${{ secrets.IMPACT_AUTH_TOKEN }}
  run: |
${inertForGitHub(script)}- uses: actions/upload-artifact@v4
  with:
    name: ${quoteForYaml(fileName)}
    path: ${folder}
    if-no-files-found: error
`;
}

function quoteForYaml(text: string): string {
  return inertForGitHub(`'${text.replaceAll("'", "''")}'`);
}
