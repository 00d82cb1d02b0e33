# The messages in Docker's own files are read.
set -e; source ./expect.bash
clew tree docker-json-wrapper.log > out 2> err
says out 'charge +CardError: declined' "the tree of the messages in Docker's lines is missing"
clew why docker-json-wrapper.log > why 2> err
says why 'CardError: declined' "why does not name the error"
