# The example has what sets the others apart.
set -e; source ./expect.bash
clew why why-example-not-typical.log > out 2> err
says out 'url=/my-team' "the example is not a typical one"
