import { type ScriptTask, scriptParts } from './scriptTask';

/**
 * Creates a bash script that needs only curl. The token comes from the environment and reaches curl through a pipe, so
 * that it doesn't appear in process lists. curl doesn't send it to another host when a download redirects to storage.
 */
export function bashScript(task: ScriptTask): string {
  const { purpose, sid, jobsUrl, exportUrl, jobId, fileName, protocols, versionHeader } = scriptParts(task);
  return `#!/usr/bin/env bash
# ${purpose}
# Needs curl. IMPACT_AUTH_TOKEN holds the Auth Token of the account. Takes the file's name as its argument.
set -euo pipefail
: "\${IMPACT_AUTH_TOKEN:?Set IMPACT_AUTH_TOKEN to the Auth Token of the account}"

account_sid=${quoteForShell(sid)}
jobs_url=${quoteForShell(jobsUrl)}
export_url=${quoteForShell(exportUrl)}
job_id=${quoteForShell(jobId)}
file=\${1:-${quoteForShell(fileName)}}
protocols=${quoteForShell(protocols)}
version=${quoteForShell(versionHeader)}
shortest_wait=\${IMPACT_POLL_SECONDS:-5}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What a server says must not steer the terminal: neither by ASCII's control characters nor by those of UTF-8.
say() { printf '%s\\n' "$*" | LC_ALL=C tr -d '\\000-\\011\\013-\\037\\177' | LC_ALL=C sed $'s/\\302[\\200-\\237]//g'; }
fail() { say "$*" >&2; exit 1; }

credentials() {
  local user="$account_sid:$IMPACT_AUTH_TOKEN"
  user=\${user//\\\\/\\\\\\\\}
  printf 'user = "%s"\\n' "\${user//\\"/\\\\\\"}"
}

# Sends a request until it is answered; $status and the file body tell the answer. Waits where the server says so.
request() {
  local tries=0 wait
  while true; do
    status=$(curl --globoff --proto "$protocols" --proto-redir "$protocols" --silent --show-error --config <(credentials) --connect-timeout 30 --header "$version" --dump-header "$work/headers" --output "$work/body" --write-out '%{http_code}' "$@") || status=000
    case $status in
      429 | 5?? | 000) tries=$((tries + 1)) ;;
      *) return ;;
    esac
    if [ "$tries" -ge 8 ]; then fail "impact.com did not answer after $tries tries (HTTP $status)"; fi
    wait=$(sed -nE 's/^[Rr]etry-[Aa]fter: *([0-9]+).*/\\1/p' "$work/headers" 2>/dev/null | tail -n 1)
    sleep "\${wait:-$((shortest_wait * tries))}"
  done
}

# A text or number of the JSON object in the answer.
field() {
  { tr -d '\\r\\n' < "$work/body" | grep -oE "\\"$1\\"[[:space:]]*:[[:space:]]*(\\"([^\\"\\\\\\\\]|\\\\\\\\.)*\\"|[0-9.]+)" | head -n 1 | sed -E 's/^"[^"]*"[[:space:]]*:[[:space:]]*//; s/^"//; s/"$//'; } || true
}

refuse() { fail "impact.com refused (HTTP $status): $(field Message)"; }

if [ -n "$export_url" ]; then
  request --header 'Accept: application/json' "$export_url"
  job_id=$(field QueuedUri | sed -nE 's#.*/Jobs/([^/?]+).*#\\1#p')
  if [ "$status" != 200 ] || [ -z "$job_id" ]; then refuse; fi
  say "Scheduled as job $job_id"
fi

case $job_id in *[!A-Za-z0-9_-]*) fail "This is no job's id: $job_id" ;; esac

# The longer a job runs, the more rarely it is asked for: at most every minute.
while true; do
  request --header 'Accept: application/json' "$jobs_url/$job_id"
  if [ "$status" != 200 ]; then refuse; fi
  state=$(field Status | tr '[:lower:]' '[:upper:]')
  case $state in
    COMPLETED | COMPLETE | DONE | SUCCESS | FINISHED) break ;;
    CANCELLED | FAILED) fail "The job is $state. $(field StatusMessage)" ;;
    ERROR) if [ "$SECONDS" -gt 4500 ]; then fail "The job is in error. $(field StatusMessage)"; fi ;;
  esac
  say "$state $(field PercentageComplete)%"
  wait=$((SECONDS / 10))
  if [ "$wait" -gt 60 ]; then wait=60; fi
  if [ "$wait" -lt "$shortest_wait" ]; then wait=$shortest_wait; fi
  sleep "$wait"
done

# The file gets its name when it is whole.
request --location --header 'Accept: */*' "$jobs_url/$job_id/Download"
if [ "$status" != 200 ]; then refuse; fi
if [ -d "$file" ]; then fail "$file is a folder"; fi
mv -- "$work/body" "$file"
echo "Saved as $file"
`;
}

/** Quotes any text as one word for a POSIX shell. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
