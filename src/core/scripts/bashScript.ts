import { DONE_WORDS } from '../jobs/statuses';
import { bashPeriod } from './bashPeriod';
import { quoteForShell } from './quoteForShell';
import { type ScriptTask, scriptParts } from './scriptTask';

/**
 * Creates a bash script that needs only curl. The token comes from the environment and reaches curl through a pipe, so
 * that it doesn't appear in process lists. curl doesn't send it to another host when a download redirects to storage.
 */
export function bashScript(task: ScriptTask): string {
  const { purpose, sid, jobsUrl, exportUrl, jobId, fileName, protocols, versionHeader, period } = scriptParts(task);
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
# What becomes of a job that existed already: replay runs it again, use takes its file.
existing_job=\${IMPACT_EXISTING_JOB:-replay}

work=$(mktemp -d)
part=
trap 'rm -rf "$work"; if [ -n "$part" ]; then rm -f "$part"; fi' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What a server says must not steer the terminal: neither by ASCII's control characters nor by those of UTF-8.
say() { printf '%s\\n' "$*" | LC_ALL=C tr -d '\\000-\\011\\013-\\037\\177' | LC_ALL=C sed $'s/\\302[\\200-\\237]//g'; }
fail() { say "$*" >&2; exit 1; }

credentials() {
  local user="$account_sid:$IMPACT_AUTH_TOKEN"
  user=\${user//\\\\/\\\\\\\\}
  printf 'user = "%s"\\n' "\${user//\\"/\\\\\\"}"
}

# Sends a request until it is answered; $status and the file body tell the answer. Waits where the server says so.
# A request that is sent "once" may have worked without an answer, so only a full quota sends it again.
request() {
  local repeats=$1 tries=0 wait type
  shift
  while true; do
    status=$(curl --globoff --proto "$protocols" --proto-redir "$protocols" --silent --show-error --config <(credentials) --connect-timeout 30 --header "$version" --dump-header "$work/headers" --output "$work/body" --write-out '%{http_code} %{content_type}' "$@") || status=000
    type=\${status#* }
    status=\${status%% *}
    case $status:$type in
      ???:*[Tt][Ee][Xx][Tt]/[Hh][Tt][Mm][Ll]*) status="$status, but a web page: a firewall or a sign-in page may answer in its place" ;;
      429:* | 5??:* | 000:*) ;;
      *) return ;;
    esac
    if [ "$repeats" = once ] && [ "$status" != 429 ]; then tries=8; else tries=$((tries + 1)); fi
    if [ "$tries" -ge 8 ]; then fail "impact.com did not answer (HTTP $status)"; fi
    wait=$(sed -nE 's/^[Rr]etry-[Aa]fter: *([0-9]+).*/\\1/p' "$work/headers" 2>/dev/null | tail -n 1)
    sleep "\${wait:-$((shortest_wait * tries))}"
  done
}

# A text or number of the JSON object in the answer.
field() {
  { tr -d '\\r\\n' < "$work/body" | grep -oE "\\"$1\\"[[:space:]]*:[[:space:]]*(\\"([^\\"\\\\\\\\]|\\\\\\\\.)*\\"|[0-9.]+)" | head -n 1 | sed -E 's/^"[^"]*"[[:space:]]*:[[:space:]]*//; s/^"//; s/"$//; s#\\\\(["\\\\/])#\\1#g'; } || true
}

refuse() { fail "impact.com refused (HTTP $status): $(field Message)"; }

check_id() { case $job_id in '' | *[!A-Za-z0-9_-]*) fail "This isn't a job's ID: $job_id" ;; esac; }

# Sets $state to what the job is now.
look() {
  request again --header 'Accept: application/json' "$jobs_url/$job_id"
  if [ "$status" != 200 ]; then refuse; fi
  state=$(field Status | tr '[:lower:]' '[:upper:]')
  case $state in
    '') fail "The answer is not in impact.com's form" ;;
    ${DONE_WORDS.join(' | ')}) state=COMPLETED ;;
    CANCELED) state=CANCELLED ;;
  esac
}

# The days from 1970 to a date such as 2026-11-30. The options of date differ between systems.
day_number() {
  local year=\${1%%-*} rest=\${1#*-} month day
  month=$((10#\${rest%%-*})) day=$((10#\${rest#*-}))
  if [ "$month" -le 2 ]; then year=$((10#$year - 1)) month=$((month + 12)); fi
  echo $((365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 719469))
}
${bashPeriod(period)}
# How long ago the job was made, in seconds; nothing where it does not say.
age() {
  local made offset=0
  made=$(field CreatedDate)
  [[ $made =~ ^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})[.0-9]*(Z|([+-])([0-9]{2}):?([0-9]{2}))?$ ]] || return 0
  if [ -n "\${BASH_REMATCH[6]-}" ]; then offset=$((\${BASH_REMATCH[6]}1 * (10#\${BASH_REMATCH[7]} * 3600 + 10#\${BASH_REMATCH[8]} * 60))); fi
  made=$(($(day_number "\${BASH_REMATCH[1]}") * 86400 + 10#\${BASH_REMATCH[2]} * 3600 + 10#\${BASH_REMATCH[3]} * 60 + 10#\${BASH_REMATCH[4]} - offset))
  echo $(($(date +%s) - made))
}

if [ -n "$export_url" ]; then
  request again --header 'Accept: application/json' "$export_url"
  job_id=$(field QueuedUri | sed -nE 's#.*/Jobs/([^/?]+).*#\\1#p')
  if [ "$status" != 200 ] || [ -z "$job_id" ]; then refuse; fi
  say "Scheduled as job $job_id"
  check_id
  look
  made_ago=$(age)
  # For the parameters of an earlier export, impact.com names the job of that time, which has the numbers of that time.
  case $existing_job:$state in
    replay:COMPLETED | replay:CANCELLED | replay:FAILED | replay:ERROR)
      if [ "\${made_ago:-0}" -gt 600 ] && { [ "$state" != ERROR ] || [ "$made_ago" -gt 4500 ]; }; then
        request once --header 'Accept: application/json' --request PUT --header 'Content-Length: 0' "$jobs_url/$job_id/Replay"
        replayed=$(field Id)
        if [ "$status" = 200 ] && [ -n "$replayed" ]; then
          job_id=$replayed
          say "It existed already, so it runs again as job $job_id"
        elif [ "$state" = COMPLETED ]; then
          say "It existed already and cannot run again (HTTP $status): $(field Message)" >&2
        else
          refuse
        fi
      fi
      ;;
  esac
fi

check_id

# The longer a job runs, the more rarely it is asked for: at most every minute.
error_since=
while true; do
  look
  case $state in
    COMPLETED) break ;;
    CANCELLED | FAILED) fail "The job is $state. $(field StatusMessage)" ;;
    # impact.com tries a job in ERROR again, for 75 minutes.
    ERROR)
      error_since=\${error_since:-$SECONDS}
      if [ $((SECONDS - error_since)) -gt 4500 ]; then fail "The job is in error. $(field StatusMessage)"; fi
      ;;
    *) error_since= ;;
  esac
  say "$state $(field PercentageComplete)%"
  wait=$((SECONDS / 10))
  if [ "$wait" -gt 60 ]; then wait=60; fi
  if [ "$wait" -lt "$shortest_wait" ]; then wait=$shortest_wait; fi
  sleep "$wait"
done

# The file of a completed job can be late (HTTP 202).
for tries in 1 2 3 4 5 6 7 8 9; do
  request again --location --header 'Accept: */*' "$jobs_url/$job_id/Download"
  if [ "$status" != 202 ]; then break; fi
  sleep $((shortest_wait * tries))
done
if [ "$status" = 202 ]; then fail "The file is not ready (HTTP 202)"; fi
if [ "$status" != 200 ]; then refuse; fi

# The file gets its name when it is whole. The part is beside it, because a move between disks is a copy.
case $file in -*) file=./$file ;; esac
if [ -d "$file" ]; then fail "$file is a folder"; fi
part=$(mktemp "$file.XXXXXXXX")
mv -f "$work/body" "$part"
mv -f "$part" "$file"
part=
say "Saved as $file"
`;
}
