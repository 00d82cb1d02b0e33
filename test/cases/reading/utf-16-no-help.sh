# A log in UTF-16 is read.
set -e; source ./expect.bash
clew tree utf-16-no-help.log > out 2> err
says out 'charge +CardError: declined' "the log in UTF-16 is not read"
