# Lines of pino are read as they are.
set -e; source ./expect.bash
clew tree other-logs-no-hint.log > out 2> err
says out 'message=hello' "pino's lines are not read"
says err "pino's lines" "it does not say what it recognised"
