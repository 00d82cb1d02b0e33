# The text of a crash is shown whole, by each command that shows a log, and named by why.
set -e; source ./expect.bash
clew pretty crash-text-swallowed.log > out 2> err
says out 'TypeError: pool is undefined' "pretty does not show the text"
clew tail < crash-text-swallowed.log > out 2> err
says out 'TypeError: pool is undefined' "tail does not show the text"
clew tree crash-text-swallowed.log > out 2> err
says err 'TypeError: pool is undefined' "tree does not show the last text"
clew why crash-text-swallowed.log > out 2> err || true
says err 'TypeError: pool is undefined' "why does not show the last text"
