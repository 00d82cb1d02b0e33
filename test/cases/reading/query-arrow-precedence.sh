# The natural query is understood.
set -e; source ./expect.bash
clew query "SELECT count(*) FROM messages WHERE type = 'm' AND fields->>'user' = 'kim'" query-arrow-precedence.log > out 2> err || { cat out err; exit 1; }
says out '^ *1$' "it does not count one"
