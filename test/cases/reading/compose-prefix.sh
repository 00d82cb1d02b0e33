# The messages behind a name and a bar are read, and what is none is text.
set -e; source ./expect.bash
clew tree compose-prefix.log > out 2> err
says out 'charge +CardError: declined' "the tree of the messages in docker compose's lines is missing"
says err "in docker compose's" "it does not say what it recognised"
silent err 'not JSON' "a line is called damaged that is text"
